package org.unit430.simulator.translate;

import java.lang.invoke.MethodHandles;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes of regions, loaded once for all machines: two that run the same code come to the same
 * bytes, and the JVM's compilers, which take far longer than the translation, work only once. The
 * code keeps no state, so any number of threads can run it; what it works on comes with each call.
 */
final class RegionClasses {
  private static final RegionClasses SHARED = new RegionClasses();

  // Softly: the classes of machines that are gone may go when memory is needed.
  private final Map<ByteBuffer, Loaded> loaded = new ConcurrentHashMap<>();

  private final ReferenceQueue<RegionCode> gone = new ReferenceQueue<>();

  /** Code, and the class file it came from. */
  private static final class Loaded extends SoftReference<RegionCode> {
    private final ByteBuffer classFile;

    private Loaded(ByteBuffer classFile, RegionCode code, ReferenceQueue<RegionCode> gone) {
      super(code, gone);
      this.classFile = classFile;
    }
  }

  /** The classes that all machines of this JVM share. */
  static RegionClasses shared() {
    return SHARED;
  }

  /** The code of a class file; the same object for the same bytes, as long as somebody uses it. */
  RegionCode load(byte[] classFile) {
    forgetGone();
    ByteBuffer key = ByteBuffer.wrap(classFile).asReadOnlyBuffer();
    RegionCode[] code = new RegionCode[1];
    loaded.compute(
        key,
        (bytes, reference) -> {
          code[0] = reference == null ? null : reference.get();
          if (code[0] != null) {
            return reference;
          }
          code[0] = define(classFile);
          return new Loaded(bytes, code[0], gone);
        });
    return code[0];
  }

  private void forgetGone() {
    for (var code = (Loaded) gone.poll(); code != null; code = (Loaded) gone.poll()) {
      loaded.remove(code.classFile, code);
    }
  }

  private static RegionCode define(byte[] classFile) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(classFile, true);
      return (RegionCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a translated region cannot be loaded", e);
    }
  }
}
