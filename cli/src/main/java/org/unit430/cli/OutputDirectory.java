package org.unit430.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where {@code --out} puts files: each is written beside its place first and moved when it is
 * complete.
 */
public final class OutputDirectory {
  private final Path directory;

  /**
   * A directory, made if it is missing.
   *
   * @throws CommandFailure if it cannot be
   */
  public OutputDirectory(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /**
   * Writes a text file, replacing what has its name.
   *
   * @throws CommandFailure if it cannot be written; the old file is then untouched
   */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file, replacing what has its name.
   *
   * @throws CommandFailure if it cannot be written; the old file is then untouched
   */
  public void write(String name, byte[] content) {
    Path target = directory.resolve(name);
    Path unfinished = directory.resolve(name + ".part");
    try {
      Files.write(unfinished, content);
      Files.move(
          unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** What went wrong; the message of many file system exceptions is only the file's name. */
  private static String reason(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    if (cause instanceof NoSuchFileException) {
      return "no directory can be made there";
    }
    if (cause instanceof AccessDeniedException) {
      return "access is denied";
    }
    return cause.getMessage();
  }

  private static CommandFailure unwritable(Path path, IOException cause) {
    return new CommandFailure(
        ExitCode.USAGE,
        "cannot write %s: %s; choose another --out".formatted(path, reason(cause)),
        cause);
  }
}
