package dev.edgewise.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one connection to a server that gives nobody else its connections, as the JDK's does: who
 * begins in plain text is answered in plain text what is missing, and the connection ends. Not
 * thread-safe before the first bytes have come, as they come to one thread.
 */
final class PlainTextEngine extends SSLEngine {
  static final String WORDS =
      "This port speaks HTTPS only, and this came in plain text. Write https:// before the address,"
          + " and believe the CA of the fleet: curl --cacert ca.pem https://...";

  /** That of a record with a handshake, with which every connection begins (RFC 8446, 5.1). */
  private static final byte HANDSHAKE = 22;

  private static final byte[] ANSWER = answer();

  private final SSLEngine tls;
  private final Consumer<String> refused;
  private boolean begun;
  private volatile boolean plain;
  private boolean said;

  /**
   * @param tls what speaks TLS, once somebody does
   * @param refused is told the host of who does not
   */
  PlainTextEngine(SSLEngine tls, Consumer<String> refused) {
    super(tls.getPeerHost(), tls.getPeerPort());
    this.tls = requireNonNull(tls, "tls");
    this.refused = requireNonNull(refused, "refused");
  }

  private static byte[] answer() {
    String body = "{\"message\":\"" + WORDS + "\"}\n";
    return ("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body)
        .getBytes(US_ASCII);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    if (!begun && from.hasRemaining()) {
      begun = true;
      plain = from.get(from.position()) != HANDSHAKE;
      if (plain) {
        refused.accept(String.valueOf(getPeerHost()));
      }
    }
    if (!plain) {
      return tls.unwrap(from, to, offset, length);
    }
    int taken = from.remaining();
    from.position(from.limit());
    return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_WRAP, taken, 0);
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    if (!plain) {
      return tls.wrap(from, offset, length, to);
    }
    if (said) {
      throw new SSLException("it spoke plain text");
    }
    if (to.remaining() < ANSWER.length) {
      return new SSLEngineResult(Status.BUFFER_OVERFLOW, HandshakeStatus.NEED_WRAP, 0, 0);
    }
    to.put(ANSWER);
    said = true;
    return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_WRAP, 0, ANSWER.length);
  }

  // ── all else is as TLS has it

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return tls.getDelegatedTask();
  }

  @Override
  public void closeInbound() throws SSLException {
    tls.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return tls.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    tls.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return tls.isOutboundDone();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return tls.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    tls.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return tls.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return tls.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    tls.setEnabledProtocols(protocols);
  }

  @Override
  public SSLSession getSession() {
    return tls.getSession();
  }

  @Override
  public SSLSession getHandshakeSession() {
    return tls.getHandshakeSession();
  }

  @Override
  public void beginHandshake() throws SSLException {
    tls.beginHandshake();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return tls.getHandshakeStatus();
  }

  @Override
  public void setUseClientMode(boolean client) {
    tls.setUseClientMode(client);
  }

  @Override
  public boolean getUseClientMode() {
    return tls.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    tls.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return tls.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    tls.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return tls.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean may) {
    tls.setEnableSessionCreation(may);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return tls.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return tls.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    tls.setSSLParameters(parameters);
  }

  @Override
  public String getApplicationProtocol() {
    return tls.getApplicationProtocol();
  }

  @Override
  public String getHandshakeApplicationProtocol() {
    return tls.getHandshakeApplicationProtocol();
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      BiFunction<SSLEngine, List<String>, String> selector) {
    tls.setHandshakeApplicationProtocolSelector(selector);
  }
}
