package org.unit430.simulator.gdb;

import java.io.IOException;

/**
 * One client's connection: takes packets out of the bytes, acknowledges them and sends replies (GDB
 * manual E.1, E.11). A packet with a wrong checksum is asked for again; one that is too long ends
 * the connection. While the machine runs it looks for the byte 03h, which interrupts.
 */
public final class GdbConnection {
  private static final int INTERRUPT = 0x03;

  private final ByteLink link;
  private final GdbSession session;
  private boolean acknowledges = true;
  private byte[] lastSent;
  // A byte read while looking for an interrupt; -2: none.
  private int unread = -2;

  /** A connection for a session just begun. */
  public GdbConnection(ByteLink link, GdbSession session) {
    this.link = link;
    this.session = session;
  }

  /**
   * Serves the client until it detaches, kills the program or goes away. Breakpoints and
   * watchpoints are gone then.
   *
   * @return whether it detached or killed
   * @throws IOException if the link fails
   */
  public boolean serve() throws IOException {
    try {
      while (!session.hasEnded()) {
        int c = next();
        if (c < 0) {
          return false;
        }
        if (c == '$') {
          if (!receivePacket()) {
            return false;
          }
        } else if (c == '-' && acknowledges && lastSent != null) {
          link.write(lastSent);
        }
        // '+' needs no answer, 03h does nothing while the program stands, the rest is noise.
      }
      return true;
    } finally {
      session.close();
    }
  }

  private int next() throws IOException {
    if (unread == -2) {
      return link.read();
    }
    int c = unread;
    unread = -2;
    return c;
  }

  /** Reads on behind {@code $}; false if the connection is to be closed. */
  private boolean receivePacket() throws IOException {
    StringBuilder received = new StringBuilder();
    int c = next();
    while (c != '#') {
      if (c < 0 || received.length() == Packets.MOST_BYTES) {
        return false;
      }
      if (c == '$') {
        // The end of the packet before got lost.
        received.setLength(0);
      } else {
        received.append((char) c);
      }
      c = next();
    }
    int high = next();
    int low = high < 0 ? -1 : next();
    if (low < 0) {
      return false;
    }
    boolean intact =
        ((PacketScanner.digit(high) << 4) | PacketScanner.digit(low)) == Packets.checksum(received);
    if (acknowledges) {
      link.write(new byte[] {(byte) (intact ? '+' : '-')});
    }
    if (intact) {
      answer(Packets.unescape(received));
    } else if (!acknowledges) {
      send(GdbSession.ERROR);
    }
    return true;
  }

  private void answer(String command) throws IOException {
    try {
      String reply = session.handle(command, this::isInterrupted, this::send);
      if (reply != null) {
        send(reply);
      }
    } catch (LinkFailure e) {
      throw e.cause;
    }
    // The OK itself is acknowledged still.
    acknowledges &= !session.wantsNoAcknowledgements();
  }

  private void send(String data) {
    try {
      lastSent = Packets.encode(data);
      link.write(lastSent);
    } catch (IOException e) {
      throw new LinkFailure(e);
    }
  }

  /** Whether the client wants the program to stop, or has something else to say, or is gone. */
  private boolean isInterrupted() {
    try {
      while (unread == -2 && link.ready()) {
        int c = link.read();
        if (c == INTERRUPT) {
          return true;
        }
        if (c != '+' && c != '-') {
          unread = c;
        }
      }
      return unread != -2;
    } catch (IOException e) {
      throw new LinkFailure(e);
    }
  }

  /** Carries the link's failure through a session, which knows of no link. */
  private static final class LinkFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final IOException cause;

    LinkFailure(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
