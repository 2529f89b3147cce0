package dev.edgewise.sdk.wire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a server's HTTP/2 and watches what one connection sends, for what gRPC lets pass: a
 * frame that has begun and does not end, and more frames than any honest client has that carry
 * nothing and cost the server work. Such a connection is told so and closed. Nothing is held back
 * or copied. The event loop's.
 *
 * <p>gRPC's own limits stand behind it: of pings, of reset calls, of header bytes, of the time
 * until a client says hello.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#name-denial-of-service-considera">RFC 9113,
 *     denial-of-service considerations</a>
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
  private static final int PREFACE = 24;
  private static final int HEAD = 9;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;

  private static final int ENHANCE_YOUR_CALM = 11;

  /** At 16 KiB the most in a frame, a link of 13 kbit/s makes it. */
  private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Honest clients send a handful of settings in a life. */
  private static final int MOST_IDLE_FRAMES = 100;

  private final int mostResets;
  private final byte[] head = new byte[HEAD];
  private int headBytes;
  private long toSkip = PREFACE;
  private long windowNanos;
  private int idleFrames;
  private int resets;
  private long begunNanos;
  private boolean watched;
  private boolean closing;

  /**
   * @param mostResets calls that the client may reset within ten seconds, those that had ended
   *     included, which gRPC does not count
   */
  FrameGuard(int mostResets) {
    this.mostResets = mostResets;
  }

  /** A connection that is made, or one whose TLS was let in. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begunNanos = now(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes && !closing) {
      read(context, bytes, bytes.readerIndex());
    }
    super.channelRead(context, message);
  }

  private void read(ChannelHandlerContext context, ByteBuf bytes, int from) {
    int at = from;
    int end = bytes.writerIndex();
    while (at < end && !closing) {
      if (toSkip > 0) {
        int skipped = (int) Math.min(toSkip, end - at);
        toSkip -= skipped;
        at += skipped;
      } else {
        if (headBytes == 0) {
          begunNanos = now(context);
        }
        head[headBytes++] = bytes.getByte(at++);
        if (headBytes == HEAD) {
          headBytes = 0;
          begin(context);
        }
      }
    }
    if (isInFrame() && !watched && !closing) {
      watch(context, FRAME_NANOS);
    }
  }

  private boolean isInFrame() {
    return toSkip > 0 || headBytes > 0;
  }

  private void begin(ChannelHandlerContext context) {
    int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
    toSkip = length;
    if (begunNanos - windowNanos > WINDOW_NANOS) {
      windowNanos = begunNanos;
      idleFrames = 0;
      resets = 0;
    }
    switch (head[3]) {
      case DATA -> idleFrames += length == 0 && (head[4] & END_STREAM) == 0 ? 1 : 0;
      case RST_STREAM -> resets++;
      case HEADERS, PING, GOAWAY, WINDOW_UPDATE -> {
        // These are others' to bound: they come with calls, or with what the server sends.
      }
      case SETTINGS -> idleFrames++;
      default -> idleFrames++;
    }
    if (idleFrames > MOST_IDLE_FRAMES) {
      close(context, "more than " + MOST_IDLE_FRAMES + " frames within 10 s that carry nothing");
    } else if (resets > mostResets) {
      close(context, "more than " + mostResets + " calls reset within 10 s");
    }
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  /** Looks later whether the frame that is on its way then has had its time. */
  private void watch(ChannelHandlerContext context, long nanos) {
    watched = true;
    var unused = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    watched = false;
    if (!isInFrame() || !context.channel().isActive()) {
      return;
    }
    long left = begunNanos + FRAME_NANOS - now(context);
    if (left > 0) {
      watch(context, left);
    } else {
      close(context, "a frame that was not whole after 10 s");
    }
  }

  /** Says goodbye as HTTP/2 wants it, so that an honest client's log has the reason. */
  private void close(ChannelHandlerContext context, String because) {
    if (closing) {
      return;
    }
    closing = true;
    byte[] words = because.getBytes(US_ASCII);
    ByteBuf goodbye = context.alloc().buffer();
    goodbye.writeMedium(8 + words.length).writeByte(GOAWAY).writeByte(0).writeInt(0);
    goodbye.writeInt(Integer.MAX_VALUE).writeInt(ENHANCE_YOUR_CALM).writeBytes(words);
    // From here, and not through what stands behind: that waits for calls to end.
    context.writeAndFlush(goodbye).addListener(sent -> closeNow(context));
  }

  private static void closeNow(ChannelHandlerContext context) {
    var unused = context.close();
  }
}
