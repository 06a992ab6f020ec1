package org.unit430.simulator.environment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct stat} as newlib lays it out for MSP430: 72 bytes, st_mode (32 bits) at 4, st_size
 * (32 bits) at 16, three times of 64 + 32 bits from 20, st_blksize (32 bits) at 56. Derived from
 * the field types of newlib's sys/stat.h and checked against compiled code: {@code __swhatbuf_r} of
 * the oracle programs takes 72 bytes for it and reads st_mode at 4.
 */
final class NewlibStat {
  private static final int BYTES = 72;
  private static final int ST_MODE = 4;
  private static final int ST_NLINK = 8;
  private static final int ST_SIZE = 16;
  private static final int ST_BLKSIZE = 56;

  private static final int S_IFCHR = 0x2000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;
  private static final int READ_WRITE = 0600;
  private static final int BLOCK_BYTES = 1024;

  private NewlibStat() {}

  static byte[] of(HostFiles.Status status) {
    int kind = status.characterDevice() ? S_IFCHR : status.directory() ? S_IFDIR : S_IFREG;
    // Times stay 0: the same program on the same files sees the same.
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(ST_MODE, kind | READ_WRITE)
        .putShort(ST_NLINK, (short) 1)
        .putInt(ST_SIZE, (int) Math.min(status.bytes(), Integer.MAX_VALUE))
        .putInt(ST_BLKSIZE, BLOCK_BYTES)
        .array();
  }
}
