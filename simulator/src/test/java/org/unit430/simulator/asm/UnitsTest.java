package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

class UnitsTest {
  private static final String KERNEL =
      """
      run: mov #SIZE, r5
      1: dec r5
       jnz 1b
       ret
      end:\
      """;

  private static Assembler assembler() {
    return new Assembler(CpuCore.CPUX).section("text", 0x4400, 0x5000);
  }

  @Test
  void aSourceIsInstantiatedWithDifferentDefinitions() {
    ProgramImage image =
        assembler()
            .add(new AssemblyUnit("conv1", "kernel.s43", KERNEL, Map.of("SIZE", 576)))
            .add(new AssemblyUnit("conv2", "kernel.s43", KERNEL, Map.of("SIZE", 4)))
            .add(
                AssemblyUnit.of(
                    "main.s43", "_start: call #conv1.run\n call #conv2.run\n .word conv2.SIZE"))
            .assemble();
    // mov #576 takes a word, mov #4 a constant generator.
    assertThat(Assembly.hex(image.segments().get(0).bytes()))
        .isEqualTo(
            "4035 0240 8315 23FE 4130 " // conv1
                + "4225 8315 23FE 4130 " // conv2
                + "12B0 4400 12B0 440A 0004");
    assertThat(image.address("conv2.run")).isEqualTo(0x440A);
    assertThat(image.entry()).hasValue(0x4412);
  }

  @Test
  void unitsSeeLabelsOfUnitsThatComeLater() {
    ProgramImage image =
        assembler()
            .add(AssemblyUnit.of("main.s43", " mova #layer.weights, r5\n mov &layer.N, r6"))
            .add(new AssemblyUnit("layer", "l.s43", "weights: .word 1", Map.of("N", 0x1C00)))
            .assemble();
    assertThat(Assembly.hex(image.segments().get(0).bytes())).isEqualTo("0085 4408 4216 1C00 0001");
  }

  @Test
  void aUnitsOwnNamesComeBeforeGlobalOnes() {
    ProgramImage image =
        assembler()
            .add(AssemblyUnit.of("main.s43", "x: .word x"))
            .add(new AssemblyUnit("u", "u.s43", " .word x\nx: .word x", Map.of()))
            .assemble();
    assertThat(Assembly.hex(image.segments().get(0).bytes())).isEqualTo("4400 4404 4404");
  }

  @Test
  void numericLabelsAndMacrosBelongToTheirUnit() {
    assertThatThrownBy(
            () ->
                assembler()
                    .add(AssemblyUnit.of("a.s43", "1: nop\n .macro m\n .endm"))
                    .add(AssemblyUnit.of("b.s43", " jmp 1b\n m"))
                    .assemble())
        .hasMessage(
            """
            b.s43:1:6: there is no label '1:' above
            b.s43:2:2: unknown instruction or macro 'm'\
            """);
  }

  @Test
  void equalUnitsGiveEqualBytes() {
    assertThat(twice()).isEqualTo(twice());
  }

  private static String twice() {
    ProgramImage image =
        assembler()
            .add(new AssemblyUnit("a", "kernel.s43", KERNEL, Map.of("SIZE", 3, "B", 1, "C", 2)))
            .assemble();
    return Assembly.hex(image.segments().get(0).bytes()) + image.symbols();
  }

  @Test
  void wrongUseOfTheApiIsRefused() {
    assertThatThrownBy(() -> new AssemblyUnit("a b", "a.s43", "", Map.of()))
        .hasMessage("'a b' cannot name an assembly unit");
    assertThatThrownBy(() -> new AssemblyUnit("", "a.s43", "", Map.of("r5", 1)))
        .hasMessage("'r5' cannot name a definition");
    assertThatThrownBy(
            () ->
                assembler()
                    .add(new AssemblyUnit("a", "a.s43", "", Map.of()))
                    .add(new AssemblyUnit("a", "b.s43", "", Map.of())))
        .hasMessage("two assembly units are called 'a'");
    assertThatThrownBy(() -> assembler().section(".text", 0, 2))
        .hasMessage("section '.text' is declared twice");
    assertThatThrownBy(() -> assembler().section("x", 4, 2))
        .hasMessage("section 'x' from 0x4 to 0x2 is no range of 20-bit addresses");
  }
}
