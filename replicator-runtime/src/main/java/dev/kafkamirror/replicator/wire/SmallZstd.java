package dev.kafkamirror.replicator.wire;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/**
 * Decompresses small zstd frames in one call and with one context for all: a stream for each, as
 * kafka-clients opens it, takes ten times as long as the records of a small batch. Not for more
 * than one thread.
 */
final class SmallZstd implements AutoCloseable {
  /** Compressed bytes; more are for a stream. */
  private static final int MOST = 16 << 10;

  private ZstdDecompressCtx context;

  /**
   * Decompresses if that can be done in one go.
   *
   * @param frame between position and limit
   * @return how many bytes, -1 when a stream has to do it: it is large, does not fit, or is damaged
   */
  int decompress(ByteBuffer frame, byte[] into) {
    if (!frame.hasArray() || frame.remaining() > MOST) {
      return -1;
    }
    if (context == null) {
      context = new ZstdDecompressCtx();
    }
    try {
      return context.decompressByteArray(
          into,
          0,
          into.length,
          frame.array(),
          frame.arrayOffset() + frame.position(),
          frame.remaining());
    } catch (ZstdException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
  }
}
