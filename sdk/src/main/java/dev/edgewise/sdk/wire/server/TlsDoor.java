package dev.edgewise.sdk.wire.server;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.tls.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the TLS of one connection until its first byte. Whoever begins in plain text is
 * told in plain text what is missing, which TLS itself could not; then the connection is closed.
 * Behind TLS a {@link FrameGuard} is put: only there frames can be seen. The event loop's.
 */
final class TlsDoor extends ChannelInboundHandlerAdapter {
  static final String WORDS =
      "this port speaks TLS and was spoken to in plain text; give the caller a certificate, for"
          + " example by EDGEWISE_TLS ("
          + ErrorCode.PEER_REFUSED.id()
          + ")";

  /** How long a caller of HTTP/2 has to make the call that is answered. */
  private static final Duration FOR_A_CALL = Duration.ofSeconds(2);

  /** Closed at once, the connection would be reset under the caller, and the words lost with it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** That of a record with a handshake, with which every connection begins (RFC 8446, 5.1). */
  private static final byte HANDSHAKE = 22;

  private final Tls tls;
  private final FrameGuard guard;
  private @Nullable PlainTextAnswer answer;
  private boolean ends;

  TlsDoor(Tls tls, FrameGuard guard) {
    this.tls = requireNonNull(tls, "tls");
    this.guard = requireNonNull(guard, "guard");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (ends || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    PlainTextAnswer begun = answer;
    if (begun == null) {
      ChannelHandlerContext ssl = context.pipeline().context(SslHandler.class);
      if (bytes.getByte(bytes.readerIndex()) == HANDSHAKE && ssl != null) {
        context.pipeline().addAfter(ssl.name(), null, guard);
        context.pipeline().addAfter(ssl.name(), null, new CertificateTerm(tls));
        context.fireChannelRead(message);
        context.pipeline().remove(this);
        return;
      }
      begun = new PlainTextAnswer(WORDS);
      answer = begun;
      tls.refusedPlainText(context.channel().remoteAddress());
      later(context, FOR_A_CALL, this::noCall);
    }
    byte[] came = ByteBufUtil.getBytes(bytes);
    bytes.release();
    say(context, begun, begun.to(came));
  }

  private void noCall(ChannelHandlerContext context) {
    PlainTextAnswer begun = answer;
    if (!ends && begun != null) {
      say(context, begun, begun.toNoCall());
    }
  }

  private void say(ChannelHandlerContext context, PlainTextAnswer begun, byte[] words) {
    ends = begun.isOver();
    var written = context.writeAndFlush(Unpooled.wrappedBuffer(words));
    if (ends) {
      var unused = written.addListener(sent -> shut(context));
    }
  }

  /** Shuts the way out; what still comes in is thrown away until the caller closes, or a while. */
  private static void shut(ChannelHandlerContext context) {
    if (context.channel() instanceof DuplexChannel channel && channel.isActive()) {
      var unused = channel.shutdownOutput();
      later(context, LINGER, TlsDoor::close);
    } else {
      close(context);
    }
  }

  private static void close(ChannelHandlerContext context) {
    var unused = context.close();
  }

  private static void later(
      ChannelHandlerContext context, Duration time, Consumer<ChannelHandlerContext> step) {
    var waits =
        context
            .executor()
            .schedule(() -> step.accept(context), time.toMillis(), TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> waits.cancel(false));
  }
}
