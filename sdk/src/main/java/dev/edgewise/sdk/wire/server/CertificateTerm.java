package dev.edgewise.sdk.wire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.wire.tls.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * No connection outlives the certificate that it was made with. A minute before that ends, or after
 * half of what is left of it when that is less, the caller is asked to send its next calls over a
 * new connection, for which it shows what was renewed meanwhile; so none of its calls fails. In the
 * end the connection is closed. Whoever was refused in the handshake is told of in the log. The
 * event loop's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#name-goaway">RFC 9113, GOAWAY</a>
 */
final class CertificateTerm extends ChannelInboundHandlerAdapter {
  private static final int GOAWAY = 7;
  private static final Duration NOTICE = Duration.ofMinutes(1);

  private final Tls tls;

  CertificateTerm(Tls tls) {
    this.tls = requireNonNull(tls, "tls");
  }

  /** How long before its end notice is given of one that is valid for so long. */
  static Duration notice(Duration left) {
    Duration half = left.dividedBy(2);
    return half.compareTo(NOTICE) < 0 ? half : NOTICE;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    Optional<Duration> known =
        event instanceof SslHandshakeCompletionEvent done && done.isSuccess()
            ? left(context)
            : Optional.empty();
    if (known.isPresent()) {
      Duration left = known.get();
      var notice =
          context
              .executor()
              .schedule(
                  () -> giveNotice(context),
                  left.minus(notice(left)).toMillis(),
                  TimeUnit.MILLISECONDS);
      var end =
          context.executor().schedule(() -> end(context), left.toMillis(), TimeUnit.MILLISECONDS);
      context
          .channel()
          .closeFuture()
          .addListener(
              closed -> {
                notice.cancel(false);
                end.cancel(false);
              });
    }
    if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      tls.refusedHandshake(done.cause(), context.channel().remoteAddress());
    }
    super.userEventTriggered(context, event);
  }

  /** Empty of a caller who showed none, where that is allowed. */
  private Optional<Duration> left(ChannelHandlerContext context) {
    try {
      Certificate first =
          context.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0];
      return Optional.of(
          Duration.between(tls.clock().now(), ((X509Certificate) first).getNotAfter().toInstant()));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** As a server that is about to stop would: no stream is refused, and no new one wanted. */
  private static void giveNotice(ChannelHandlerContext context) {
    byte[] words = "the certificate of this connection ends soon".getBytes(US_ASCII);
    ByteBuf notice = context.alloc().buffer();
    notice.writeMedium(8 + words.length).writeByte(GOAWAY).writeByte(0).writeInt(0);
    notice.writeInt(Integer.MAX_VALUE).writeInt(0).writeBytes(words);
    var unused = context.writeAndFlush(notice);
  }

  private static void end(ChannelHandlerContext context) {
    var unused = context.close();
  }
}
