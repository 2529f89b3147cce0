package dev.edgewise.daemon.http;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What pages are told by that are not for everybody.
 *
 * @param context what is shown to callers, and whom it believes
 * @param refused is told the host of who spoke plain text, for the log; thread-safe
 */
public record Https(SSLContext context, Consumer<String> refused) {
  public Https {
    requireNonNull(context, "context");
    requireNonNull(refused, "refused");
  }

  /** The same, whose engines answer who speaks plain text. */
  SSLContext withWordsForPlainText() {
    return new SSLContext(new Watched(), context.getProvider(), context.getProtocol()) {};
  }

  private final class Watched extends SSLContextSpi {
    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return new PlainTextEngine(context.createSSLEngine(), refused);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return new PlainTextEngine(context.createSSLEngine(host, port), refused);
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random) {
      throw new UnsupportedOperationException("it was made from one that is ready");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return context.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return context.getSupportedSSLParameters();
    }
  }
}
