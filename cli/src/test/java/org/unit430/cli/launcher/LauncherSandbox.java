package org.unit430.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout with the real launcher, and a search path that holds only what a test put there: the
 * plain Unix tools, and imitations of java and mvn that note how they were called.
 */
final class LauncherSandbox {
  /** What the imitation of java returns, so that a test sees it pass through. */
  static final int JAVA_EXIT_CODE = 7;

  private static final List<String> TOOLS =
      List.of(
          "cat",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "tail",
          "touch");
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final FileTime BEFORE = FileTime.from(Instant.parse("2021-01-01T00:00:00Z"));

  private final Path folder;
  private int runs;

  /** What a finished launcher left. */
  record Result(int exitCode, String out, String err) {}

  /** A launcher that may still run. */
  record Running(Process process, Path out, Path err) {
    Result result() {
      try {
        int exitCode = process.waitFor();
        return new Result(exitCode, Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  LauncherSandbox(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    Files.createDirectories(bin());
    for (String tool : TOOLS) {
      script(bin().resolve(tool), "exec '" + find(tool) + "' \"$@\"");
    }
    Files.createDirectories(source().getParent());
    Files.writeString(source(), "class Source {}");
    Files.createDirectories(resource().getParent());
    Files.writeString(resource(), "value");
    Files.writeString(root().resolve("pom.xml"), "<project/>");
    Files.writeString(root().resolve("cli/pom.xml"), "<project/>");
    // The tests run in cli/, the launcher lives above it.
    Files.copy(Path.of("..", "unit430"), root().resolve("unit430"));
    age(root());
  }

  Path root() {
    return folder.resolve("check out");
  }

  Path bin() {
    return folder.resolve("bin");
  }

  Path jar() {
    return root().resolve("cli/target/unit430.jar");
  }

  Path source() {
    return root().resolve("cli/src/main/java/Source.java");
  }

  Path resource() {
    return root().resolve("cli/src/main/resources/table.yaml");
  }

  /** Puts an imitation of java on the path that prints its arguments, each in brackets. */
  LauncherSandbox withJava(String version) {
    script(
        bin().resolve("java"),
        "if [ \"$1\" = -version ]; then",
        "  echo 'openjdk version \"" + version + "\" 2025-04-15' >&2; exit 0",
        "fi",
        "printf '[%s]' \"$@\"; echo",
        "exit " + JAVA_EXIT_CODE);
    return this;
  }

  /** Puts an imitation of mvn on the path: notes its call, runs the lines, writes the jar. */
  LauncherSandbox withMaven(String... lines) {
    script(
        bin().resolve("mvn"),
        Stream.of(
                Stream.of("echo \"$PWD: $*\" >>'" + folder + "/calls'"),
                Arrays.stream(lines),
                Stream.of("mkdir -p cli/target", "echo jar >cli/target/unit430.jar"))
            .flatMap(part -> part)
            .toArray(String[]::new));
    return this;
  }

  /** Returns one line for each call of mvn: working directory, colon, arguments. */
  List<String> mavenCalls() {
    try {
      Path calls = folder.resolve("calls");
      return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds once and dates the jar between the sources and now. */
  LauncherSandbox built() throws IOException {
    assertThat(run().exitCode()).isEqualTo(JAVA_EXIT_CODE);
    assertThat(jar()).exists();
    Files.setLastModifiedTime(jar(), BEFORE);
    Files.deleteIfExists(folder.resolve("calls"));
    return this;
  }

  Result run(String... arguments) throws IOException {
    return start(arguments).result();
  }

  Running start(String... arguments) throws IOException {
    return start(root().resolve("unit430"), Map.of(), arguments);
  }

  Running start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    Path out = folder.resolve("out" + runs);
    Path err = folder.resolve("err" + runs++);
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments)).toList());
    builder.environment().clear();
    builder.environment().put("PATH", bin().toString());
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  /** Waits for what another process does; a test's own time limit ends the wait. */
  void await(BooleanProbe condition) throws IOException, InterruptedException {
    while (!condition.holds()) {
      Thread.sleep(Duration.ofMillis(20).toMillis());
    }
  }

  interface BooleanProbe {
    boolean holds() throws IOException;
  }

  void script(Path file, String... lines) {
    try {
      Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void age(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, LONG_AGO);
      }
    }
  }

  private static Path find(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + tool + " on the path"));
  }
}
