package org.unit430.firmware.network;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fingerprints of data, by which results name what they were made from. */
public final class Sha256 {
  private Sha256() {}

  /**
   * Returns a digest to feed piece by piece.
   *
   * @return a fresh SHA-256 digest
   */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns the fingerprint of some bytes.
   *
   * @param bytes the bytes
   * @return 64 hexadecimal digits in lower case
   */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }
}
