package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/** What docs/assembler.md shows is what the assembler does. */
class DocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "assembler.md");

  @Test
  void theExampleAssemblesToItsListing() throws IOException {
    ProgramImage image =
        new Assembler(CpuCore.CPUX)
            .section("text", 0x4400, 0xFF80)
            .add(new AssemblyUnit("fc1", "dot.s43", block("s43"), Map.of("LENGTH", 256)))
            .assemble();
    assertThat(Listing.of(image, CpuCore.CPUX)).isEqualTo(block("text"));
  }

  private static String block(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    assertThat(matcher.find()).as("a block of %s in %s", language, DOCUMENT).isTrue();
    return matcher.group(1);
  }
}
