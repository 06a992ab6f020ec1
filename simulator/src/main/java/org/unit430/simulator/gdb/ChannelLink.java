package org.unit430.simulator.gdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A link over a socket that does not block, so that its end is noticed while the machine runs. */
final class ChannelLink implements ByteLink, Closeable {
  private static final int BUFFER_BYTES = 4096;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private boolean atEnd;

  ChannelLink(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ);
  }

  @Override
  public int read() throws IOException {
    while (!ready()) {
      await(SelectionKey.OP_READ);
    }
    return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public boolean ready() throws IOException {
    if (!buffer.hasRemaining() && !atEnd) {
      buffer.clear();
      atEnd = channel.read(buffer) < 0;
      buffer.flip();
    }
    return buffer.hasRemaining() || atEnd;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      if (channel.write(left) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  private void await(int operation) throws IOException {
    key.interestOps(operation);
    selector.select();
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}
