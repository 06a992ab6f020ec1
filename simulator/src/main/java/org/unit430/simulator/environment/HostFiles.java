package org.unit430.simulator.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files a program sees: its three standard streams and, if it was given a directory, the files
 * in that directory. Nothing outside is reached, not through {@code ..} and not through a link.
 */
public final class HostFiles implements AutoCloseable {
  /** Descriptor of standard input. */
  public static final int STDIN = 0;

  /** Descriptor of standard output. */
  public static final int STDOUT = 1;

  /** Descriptor of standard error. */
  public static final int STDERR = 2;

  /** What every operation gives that failed. */
  public static final int FAILED = -1;

  private static final int FIRST_FILE = 3;
  private static final int MOST_FILES = 64;

  // Flags of open(), newlib's sys/_default_fcntl.h.
  private static final int O_WRONLY = 0x0001;
  private static final int O_RDWR = 0x0002;
  private static final int O_APPEND = 0x0008;
  private static final int O_CREAT = 0x0200;
  private static final int O_TRUNC = 0x0400;
  private static final int O_EXCL = 0x0800;

  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final Optional<Path> directory;
  private final Map<Integer, FileChannel> open = new HashMap<>();

  /**
   * What a program gets to know of a file.
   *
   * @param characterDevice whether it is a stream
   * @param directory whether it holds files
   * @param bytes its size
   */
  public record Status(boolean characterDevice, boolean directory, long bytes) {}

  /**
   * Files of one program.
   *
   * @param directory where it may open files; empty: nowhere
   */
  public HostFiles(InputStream in, OutputStream out, OutputStream err, Optional<Path> directory) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.directory = directory;
  }

  /**
   * Opens a file.
   *
   * @param flags newlib's O_ flags
   * @return its descriptor or {@link #FAILED}
   */
  public int open(String name, int flags) {
    Optional<Path> path = resolve(name);
    if (path.isEmpty() || open.size() == MOST_FILES) {
      return FAILED;
    }
    try {
      FileChannel channel = FileChannel.open(path.get(), options(flags));
      int descriptor = FIRST_FILE;
      while (open.containsKey(descriptor)) {
        descriptor++;
      }
      open.put(descriptor, channel);
      return descriptor;
    } catch (IOException e) {
      return FAILED;
    }
  }

  private static Set<OpenOption> options(int flags) {
    EnumSet<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
    boolean append = (flags & O_APPEND) != 0;
    boolean write = (flags & (O_WRONLY | O_RDWR)) != 0;
    // Java joins appending with neither reading nor truncating.
    boolean read = (flags & O_WRONLY) == 0 && !append;
    if (read) {
      options.add(StandardOpenOption.READ);
    }
    if (write) {
      options.add(append ? StandardOpenOption.APPEND : StandardOpenOption.WRITE);
      if ((flags & O_CREAT) != 0) {
        options.add(
            (flags & O_EXCL) != 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
      }
      if ((flags & O_TRUNC) != 0 && !append) {
        options.add(StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
    return Set.copyOf(options);
  }

  /** Closes a file; the standard streams stay open. */
  public int close(int descriptor) {
    if (descriptor >= STDIN && descriptor <= STDERR) {
      return 0;
    }
    FileChannel channel = open.remove(descriptor);
    if (channel == null) {
      return FAILED;
    }
    try {
      channel.close();
      return 0;
    } catch (IOException e) {
      return FAILED;
    }
  }

  /** Reads up to so many bytes; empty if that fails, no bytes at the end of the file. */
  public Optional<byte[]> read(int descriptor, int most) {
    try {
      if (descriptor == STDIN) {
        // One line or what there is: a program at a terminal must not wait for a full buffer.
        byte[] bytes = new byte[most];
        int count = most == 0 ? 0 : Math.max(0, in.read(bytes));
        return Optional.of(java.util.Arrays.copyOf(bytes, count));
      }
      FileChannel channel = open.get(descriptor);
      if (channel == null) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.allocate(most);
      int count = Math.max(0, channel.read(buffer));
      return Optional.of(java.util.Arrays.copyOf(buffer.array(), count));
    } catch (IOException | RuntimeException e) { // RuntimeException: not opened for reading
      return Optional.empty();
    }
  }

  /** Writes bytes. */
  public int write(int descriptor, byte[] bytes) {
    try {
      if (descriptor == STDOUT || descriptor == STDERR) {
        OutputStream stream = descriptor == STDOUT ? out : err;
        stream.write(bytes);
        stream.flush();
        return bytes.length;
      }
      FileChannel channel = open.get(descriptor);
      return channel == null ? FAILED : channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException | RuntimeException e) { // RuntimeException: not opened for writing
      return FAILED;
    }
  }

  /**
   * Moves the position in a file.
   *
   * @param whence 0 from the start, 1 from the position, 2 from the end
   * @return the new position or {@link #FAILED}
   */
  public long seek(int descriptor, long offset, int whence) {
    FileChannel channel = open.get(descriptor);
    if (channel == null) {
      return FAILED;
    }
    try {
      long base =
          switch (whence) {
            case 0 -> 0;
            case 1 -> channel.position();
            case 2 -> channel.size();
            default -> Long.MIN_VALUE / 2;
          };
      if (base + offset < 0) {
        return FAILED;
      }
      channel.position(base + offset);
      return base + offset;
    } catch (IOException e) {
      return FAILED;
    }
  }

  /** What is known of an open file. */
  public Optional<Status> status(int descriptor) {
    if (descriptor >= STDIN && descriptor <= STDERR) {
      return Optional.of(new Status(true, false, 0));
    }
    FileChannel channel = open.get(descriptor);
    try {
      return channel == null
          ? Optional.empty()
          : Optional.of(new Status(false, false, channel.size()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What is known of a file by name. */
  public Optional<Status> status(String name) {
    Optional<Path> path = resolve(name);
    try {
      return path.isPresent() && Files.exists(path.get())
          ? Optional.of(new Status(false, Files.isDirectory(path.get()), Files.size(path.get())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes a file. */
  public int unlink(String name) {
    Optional<Path> path = resolve(name).filter(Files::isRegularFile);
    try {
      return path.isPresent() && Files.deleteIfExists(path.get()) ? 0 : FAILED;
    } catch (IOException e) {
      return FAILED;
    }
  }

  /** The file of that name in the directory; empty if it would lie outside. */
  private Optional<Path> resolve(String name) {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path root = directory.get().toRealPath();
      // An absolute name begins at the directory, as in a changed root.
      Path path = root.resolve(name.replaceFirst("^/+", "")).normalize();
      if (!path.startsWith(root)) {
        return Optional.empty();
      }
      Path real =
          Files.exists(path)
              ? path.toRealPath()
              : path.getParent().toRealPath().resolve(path.getFileName());
      // A link to a file that does not exist would be followed when that is made.
      boolean dangling = Files.isSymbolicLink(path) && !Files.exists(path);
      return real.startsWith(root) && !dangling ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Closes what the program left open. */
  @Override
  public void close() {
    for (int descriptor : Set.copyOf(open.keySet())) {
      close(descriptor);
    }
  }
}
