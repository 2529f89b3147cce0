package dev.edgewise.orchestrator.http.rpc;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Who asked by HTTP, and whether they are still there: Micronaut itself goes on without them. */
public final class Askers {
  private Askers() {}

  /**
   * Tells when the connection that a request came by ends before its answer is there.
   *
   * @param answered completed when nobody needs to be told any more; dependents of it are not
   *     cancelled
   * @param onGone is run at most once, on the connection's event loop; must not block
   */
  public static void untilAnswered(
      HttpRequest<?> request, CompletableFuture<?> answered, Runnable onGone) {
    Channel connection = connection(request);
    ChannelFutureListener gone = _ -> onGone.run();
    ChannelFuture closed = connection.closeFuture().addListener(gone);
    // A connection serves many requests: those that are over must not pile up.
    CompletableFuture<Void> unused =
        answered.handle(
            (_, _) -> {
              closed.removeListener(gone);
              return null;
            });
  }

  /** What the caller has shown of itself in TLS; empty when nothing. */
  public static Optional<X509Certificate> certificate(HttpRequest<?> request) {
    SslHandler tls = connection(request).pipeline().get(SslHandler.class);
    try {
      return tls != null
              && tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate first
          ? Optional.of(first)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** Whether a request came by TLS. */
  public static boolean isSecure(HttpRequest<?> request) {
    return connection(request).pipeline().get(SslHandler.class) != null;
  }

  private static Channel connection(HttpRequest<?> request) {
    if (!(request instanceof NettyHttpRequest<?> known)) {
      throw new IllegalArgumentException("not Netty's: " + request.getClass());
    }
    return known.getChannelHandlerContext().channel();
  }
}
