package org.unit430.simulator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionSizesTest {
  @Test
  void aFunctionIsAtLeastAsLongAsItsBytecode() {
    // ALOAD, ILOAD, ICONST, ISHR, CALOAD; ILOAD, ICONST, IAND, ICONST, ISHL; ISHR, SIPUSH n, IAND,
    // IRETURN: 13 of one byte and one of three, if no local needs a byte of its own.
    assertThat(FunctionSizes.of(RegionContext.class, "loadByte", "([CI)I")).isBetween(16, 20);
  }
}
