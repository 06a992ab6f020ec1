package org.unit430.testvectors;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of data that is too big for the repository: data sets and vectors of other simulators.
 *
 * <p>The build names it in the system property {@value #PROPERTY}, by default the folder {@code
 * shared} beside the checkout. A test that needs it is skipped, saying why, where it is absent.
 */
public final class SharedData {
  /** The system property that names the folder. */
  public static final String PROPERTY = "unit430.shared";

  private SharedData() {}

  /** Returns the folder, or nothing where the property is unset or names no existing folder. */
  public static Optional<Path> directory() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .flatMap(SharedData::parse)
        .map(path -> path.toAbsolutePath().normalize())
        .filter(Files::isDirectory);
  }

  /**
   * Returns a file or folder below the shared folder, or skips the running test if it is absent.
   *
   * @param relative path below the shared folder, such as {@code oracle/isa-vectors.tsv.gz}
   * @throws org.opentest4j.TestAbortedException if it is absent, naming what was looked for
   */
  public static Path require(String relative) {
    Optional<Path> directory = directory();
    if (directory.isEmpty()) {
      String value = System.getProperty(PROPERTY);
      return Assumptions.abort(
          value == null
              ? "needs " + relative + ", but the system property " + PROPERTY + " is not set"
              : "needs " + relative + ", but " + PROPERTY + "=" + value + " is no folder");
    }
    Path path = directory.get().resolve(relative);
    return Files.exists(path)
        ? path
        : Assumptions.abort("needs " + relative + ", which is not in " + directory.get());
  }

  private static Optional<Path> parse(String path) {
    try {
      return Optional.of(Path.of(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
