package org.unit430.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.cli.launcher.LauncherSandbox.JAVA_EXIT_CODE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.launcher.LauncherSandbox.Result;
import org.unit430.cli.launcher.LauncherSandbox.Running;

/** The shell script {@code unit430} at the root, run with imitations of java and mvn. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
@Timeout(120)
class LauncherTest {
  private static final String FIRST_USE = "unit430: building (first use) ...\n";
  private static final String CHANGED = "unit430: building (sources changed) ...\n";

  @TempDir private Path folder;
  private LauncherSandbox sandbox;

  @BeforeEach
  void makeCheckout() throws IOException {
    sandbox = new LauncherSandbox(folder);
  }

  @Test
  void firstUseBuildsOfflineAndSaysSoOnStandardError() throws IOException {
    sandbox.withJava("17.0.15").withMaven("echo chatter");

    Result result = sandbox.run("--version");

    assertThat(result.err()).isEqualTo(FIRST_USE);
    assertThat(result.out()).doesNotContain("chatter").contains("[--version]");
    assertThat(sandbox.mavenCalls())
        .containsExactly(
            sandbox.root() + ": -B -ntp -o -pl cli -am -Dmaven.test.skip=true package");
  }

  @Test
  void aFreshProgramRunsAtOnce() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();

    Result result = sandbox.run("compare");

    assertThat(result.err()).isEmpty();
    assertThat(sandbox.mavenCalls()).isEmpty();
  }

  @Test
  void argumentsAndExitCodePassThrough() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();

    Result result = sandbox.run("run", "--out", "a b", "", "*");

    assertThat(result.exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(result.out()).endsWith("[-jar][" + sandbox.jar() + "][run][--out][a b][][*]\n");
  }

  @Test
  void aNewerSourceIsBuiltFirst() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();
    Files.writeString(sandbox.source(), "class Source { int more; }");

    assertThat(sandbox.run().err()).isEqualTo(CHANGED);
    assertThat(sandbox.run().err()).isEmpty();
    assertThat(sandbox.mavenCalls()).hasSize(1);
  }

  @Test
  void aNewerResourceIsBuiltFirst() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();
    Files.writeString(sandbox.resource(), "other value");

    assertThat(sandbox.run().err()).isEqualTo(CHANGED);
  }

  @Test
  void aNewerBuildFileIsBuiltFirst() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();
    Files.writeString(sandbox.root().resolve("cli/pom.xml"), "<project></project>");

    assertThat(sandbox.run().err()).isEqualTo(CHANGED);
  }

  @Test
  void aRemovedSourceIsBuiltFirst() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();
    Files.delete(sandbox.resource());

    assertThat(sandbox.run().err()).isEqualTo(CHANGED);
  }

  @Test
  void aSourceThatChangesDuringTheBuildIsBuiltNextTime() throws IOException {
    sandbox.withJava("17.0.15").withMaven("sleep 0.1", "touch cli/src/main/java/Source.java");

    assertThat(sandbox.run().err()).isEqualTo(FIRST_USE);
    assertThat(sandbox.run().err()).isEqualTo(CHANGED);
  }

  @Test
  void worksThroughSymbolicLinksFromAnywhere() throws IOException {
    sandbox.withJava("17.0.15").withMaven();
    Path direct = Files.createSymbolicLink(folder.resolve("one"), Path.of("check out/unit430"));
    Path indirect = Files.createSymbolicLink(folder.resolve("two"), direct.getFileName());

    Result result = sandbox.start(indirect, Map.of()).result();

    assertThat(result.exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(result.out()).contains("[" + sandbox.jar() + "]");
  }

  @Test
  void missingJavaIsOneLineSayingWhatToInstall() throws IOException {
    sandbox.withMaven();

    Result result = sandbox.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("unit430: needs java 17 or newer; install a JDK")
        .hasLineCount(1);
    assertThat(sandbox.mavenCalls()).isEmpty();
  }

  @Test
  void oldJavaIsOneLineNamingItAndItsVersion() throws IOException {
    for (String version : new String[] {"11.0.22", "1.8.0_292", "9"}) {
      sandbox.withJava(version).withMaven();

      Result result = sandbox.run();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "unit430: needs java 17 or newer, but %s is %s; install one or set JAVA_HOME\n"
                  .formatted(sandbox.bin().resolve("java"), version));
    }
  }

  @Test
  void newerJavaWillDo() throws IOException {
    sandbox.withJava("21").withMaven();

    assertThat(sandbox.run().exitCode()).isEqualTo(JAVA_EXIT_CODE);
  }

  @Test
  void javaHomeIsPreferred() throws IOException {
    sandbox.withJava("11.0.22").withMaven();
    Path home = Files.createDirectories(folder.resolve("jdk/bin"));
    sandbox.script(
        home.resolve("java"),
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"17\"' >&2; exit 0; fi",
        "exit 9");

    Result result =
        sandbox
            .start(
                sandbox.root().resolve("unit430"), Map.of("JAVA_HOME", home.getParent().toString()))
            .result();

    assertThat(result.exitCode()).isEqualTo(9);
  }

  @Test
  void missingMavenIsOneLineSayingWhatToInstall() throws IOException {
    sandbox.withJava("17.0.15");

    Result result = sandbox.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("unit430: needs mvn to build (first use); install Maven 3.8 or newer")
        .hasLineCount(1);
  }

  @Test
  void aFreshProgramNeedsNoMaven() throws IOException {
    sandbox.withJava("17.0.15").withMaven().built();
    Files.delete(sandbox.bin().resolve("mvn"));

    assertThat(sandbox.run().exitCode()).isEqualTo(JAVA_EXIT_CODE);
  }

  @Test
  void whatIsMissingOfflineIsFetched() throws IOException {
    sandbox
        .withJava("17.0.15")
        .withMaven(
            "case $* in *' -o '*) echo 'Cannot access central in offline mode'; exit 1;; esac");

    assertThat(sandbox.run().exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(sandbox.mavenCalls()).hasSize(2).last().asString().doesNotContain(" -o ");
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLogAndWhereItIs() throws IOException {
    sandbox.withJava("17.0.15").withMaven("echo 'Source.java:[3,1] no such symbol'", "exit 1");

    Result result = sandbox.run();

    Path log = sandbox.root().resolve(".unit430/build.log");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            FIRST_USE
                + "Source.java:[3,1] no such symbol\n"
                + "unit430: the build failed; the whole log is in "
                + log
                + "\n");
    assertThat(log).hasContent("Source.java:[3,1] no such symbol\n");
    assertThat(sandbox.mavenCalls()).as("nothing was missing offline").hasSize(1);
  }

  @Test
  void aFailedBuildShowsWhatTheCompilerSaidLongBeforeTheEnd() throws IOException {
    String warning = "[WARNING] Source.java:[3,1] [OperatorPrecedence] use parentheses";
    sandbox
        .withJava("17.0.15")
        .withMaven(
            "echo '" + warning + "'",
            "for line in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do",
            "  echo \"[ERROR] advice $line\"",
            "done",
            "exit 1");

    Result result = sandbox.run();

    assertThat(result.err()).startsWith(FIRST_USE + warning + "\n[ERROR] advice 1\n");
  }

  @Test
  void aFailedBuildReleasesTheLock() throws IOException {
    sandbox.withJava("17.0.15").withMaven("exit 1");
    assertThat(sandbox.run().exitCode()).isEqualTo(1);

    sandbox.withMaven();
    assertThat(sandbox.run().exitCode()).isEqualTo(JAVA_EXIT_CODE);
  }

  @Test
  void twoFirstRunsAtOnceBuildOnce() throws IOException, InterruptedException {
    sandbox.withJava("17.0.15").withMaven("while [ ! -f go ]; do sleep 0.02; done");

    Running first = sandbox.start();
    sandbox.await(() -> sandbox.mavenCalls().size() == 1);
    Running second = sandbox.start();
    sandbox.await(() -> Files.readString(second.err()).contains("waiting for another build"));
    Files.createFile(sandbox.root().resolve("go"));

    assertThat(first.result().exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(second.result().exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(sandbox.mavenCalls()).hasSize(1);
  }

  @Test
  void theLockOfADeadProcessIsCleared() throws IOException, InterruptedException {
    sandbox.withJava("17.0.15").withMaven();
    Process dead = new ProcessBuilder("true").start();
    assertThat(dead.waitFor()).isZero();
    Path lock = Files.createDirectories(sandbox.root().resolve(".unit430/build.lock"));
    Files.writeString(lock.resolve("owner"), dead.pid() + "\n");

    assertThat(sandbox.run().exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(sandbox.mavenCalls()).hasSize(1);
    assertThat(lock).doesNotExist();
  }
}
