package dev.edgewise.sdk.wire.tls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.tls.Credential;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS in which both ends show a certificate, from files that are looked at again every few seconds.
 * What was renewed there is shown to and asked of whoever connects from then on; connections that
 * are open stay open. What cannot be used there is told once, and changes nothing. Thread-safe.
 */
public final class Tls implements AutoCloseable {
  /** How soon a file that was renewed is used, at the latest. */
  public static final Duration LOOK = Duration.ofSeconds(2);

  /** The least that there is; none would be for ever. */
  private static final int SESSION_SECONDS = 1;

  private static final System.Logger LOG = System.getLogger(Tls.class.getName());

  private final TlsFiles files;
  private final Scheduler scheduler;
  private final Clock clock;
  private final PeerIdentity identity;
  private final AdvancedTlsX509KeyManager shown = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager believed;
  private final SaidOnce refusals;

  private final Object lock = new Object();
  private TlsFiles.Texts used;
  private Credential credential;
  private @Nullable Object complainedOf;
  private Scheduler.@Nullable Cancellable next;
  private boolean closed;

  private Tls(TlsFiles files, Scheduler scheduler, Clock clock, Consumer<String> teller)
      throws GeneralSecurityException, IOException {
    this.files = requireNonNull(files, "files");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.clock = requireNonNull(clock, "clock");
    this.believed =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(
                AdvancedTlsX509TrustManager.Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
            .setSslSocketAndEnginePeerVerifier(new PeerCheck())
            .build();
    this.refusals = new SaidOnce(clock, teller);
    this.used = files.read();
    this.credential = used.credential(clock.now());
    this.identity = credential.identity();
    use(credential);
  }

  /**
   * Reads the files, and looks at them from now on.
   *
   * @param scheduler times the looks, which read three small files each
   * @param clock says which certificates are valid
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when they cannot be used now
   */
  public static Tls open(TlsFiles files, Scheduler scheduler, Clock clock) {
    return open(
        files, scheduler, clock, words -> LOG.log(System.Logger.Level.WARNING, "{0}", words));
  }

  private static Tls open(
      TlsFiles files, Scheduler scheduler, Clock clock, Consumer<String> teller) {
    try {
      Tls tls = new Tls(files, scheduler, clock, teller);
      tls.lookLater();
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(files, e);
    }
  }

  /**
   * Reads the files once: for a tool that ends soon, and says itself why it was not answered.
   *
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when they cannot be used now
   */
  public static Tls once(TlsFiles files, Clock clock) {
    return open(files, (delay, task) -> () -> {}, clock, words -> {});
  }

  /** Who this process is, for as long as it runs. */
  public PeerIdentity identity() {
    return identity;
  }

  /** By which certificates are judged. */
  public Clock clock() {
    return clock;
  }

  /** What is shown and believed at the moment. */
  public Credential credential() {
    synchronized (lock) {
      return credential;
    }
  }

  /** For a server that lets nobody in without a certificate. */
  public ServerCredentials server() {
    return NettySslContextServerCredentials.create(serverContext());
  }

  /** The same, for a server whose builder is somebody else's. */
  public SslContext serverContext() {
    return context(SslContextBuilder.forServer(shown).clientAuth(ClientAuth.REQUIRE), asked(any()));
  }

  /** The same, for a server that lets some in who have none; whoever shows one is judged by it. */
  public SslContext guestContext() {
    return context(
        SslContextBuilder.forServer(shown).clientAuth(ClientAuth.OPTIONAL), asked(any()));
  }

  /**
   * For HTTP by the JDK's own server and client, and by Netty's: asks for no protocol above TLS.
   * Whether a caller must show a certificate is for the server to say.
   */
  public SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {shown}, new TrustManager[] {asked(any())}, null);
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException e) {
      throw unusable(files, e);
    }
  }

  /**
   * For a channel to such a server, whose certificate must have the host in it that was dialled.
   *
   * @param expectation who has to be there
   */
  public ChannelCredentials channel(Expectation expectation) {
    return NettySslContextChannelCredentials.create(
        context(SslContextBuilder.forClient().keyManager(shown), asked(expectation)));
  }

  /** What is shown, as files are renewed: for servers that are not gRPC's. */
  public X509ExtendedKeyManager keyManager() {
    return shown;
  }

  /** Who is believed, as files are renewed; what is refused is told in the log. */
  public X509ExtendedTrustManager trustManager() {
    return asked(any());
  }

  private static Expectation any() {
    return peer -> Optional.empty();
  }

  private X509ExtendedTrustManager asked(Expectation expectation) {
    return new ToldTrust(believed, expectation, refusals);
  }

  private SslContext context(SslContextBuilder builder, X509ExtendedTrustManager trust) {
    try {
      return GrpcSslContexts.configure(builder.trustManager(trust), SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          // A session that is taken up again asks for no certificate, and goes by the old one.
          .sessionTimeout(SESSION_SECONDS)
          .build();
    } catch (SSLException e) {
      throw unusable(files, e);
    }
  }

  /** Tells in the log of a peer that was refused; the same once a minute. */
  public void tellRefused(String words) {
    refusals.accept(words);
  }

  /** Tells of a caller that is refused, because it showed nothing and hid nothing. */
  public void refusedPlainText(SocketAddress caller) {
    refusedPlainText(host(caller));
  }

  /** The same, of a caller by its host or address. */
  public void refusedPlainText(String caller) {
    tellRefused(ToldTrust.refused(caller, "it spoke plain text"));
  }

  /**
   * Tells of a caller whose handshake came to nothing because of what it showed, or because it
   * showed nothing; of one that broke for another reason nothing.
   */
  public void refusedHandshake(Throwable failure, SocketAddress caller) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 8; depth++) {
      if (cause instanceof RefusedCertificate refused) {
        tellRefused(ToldTrust.refused(host(caller), refused.words()));
        return;
      }
      String words = String.valueOf(cause.getMessage());
      if (cause instanceof SSLHandshakeException && words.contains(TlsTroubles.NOTHING_SHOWN)) {
        tellRefused(ToldTrust.refused(host(caller), TlsTroubles.explained(words)));
        return;
      }
      cause = cause.getCause();
    }
  }

  private static String host(SocketAddress caller) {
    return caller instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : String.valueOf(caller);
  }

  private void lookLater() {
    synchronized (lock) {
      if (!closed) {
        next =
            scheduler.schedule(
                LOOK,
                () -> {
                  try {
                    look();
                  } finally {
                    lookLater();
                  }
                });
      }
    }
  }

  /** Takes what the files hold, when it is new and can be used. */
  void look() {
    synchronized (lock) {
      TlsFiles.@Nullable Texts found = null;
      try {
        found = files.read();
        if (found.equals(used)) {
          complainedOf = null;
          return;
        }
        Credential renewed = found.credential(clock.now());
        if (!renewed.identity().equals(identity)) {
          throw EdgewiseException.of(
              ErrorCode.BAD_CERTIFICATE,
              "The certificate in "
                  + files.cert()
                  + " is now that of "
                  + renewed.identity()
                  + ", and this process is "
                  + identity
                  + ". Restart it, or put its own certificate back.");
        }
        use(renewed);
        used = found;
        credential = renewed;
        complainedOf = null;
        LOG.log(
            System.Logger.Level.INFO,
            "{0} was renewed: valid until {1}",
            files.cert(),
            renewed.own().certificate().getNotAfter().toInstant());
      } catch (EdgewiseException e) {
        complain(found == null ? String.valueOf(e.getMessage()) : found, e);
      } catch (GeneralSecurityException | IOException e) {
        complain(found == null ? String.valueOf(e.getMessage()) : found, unusable(files, e));
      }
    }
  }

  /** Of the same files once, however often they are looked at. */
  private void complain(Object of, EdgewiseException e) {
    if (!of.equals(complainedOf)) {
      complainedOf = of;
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} What was read before stays in use.",
          String.valueOf(e.getMessage()));
    }
  }

  /** Whom it believes first: a peer that has its certificate from a new CA may be waiting. */
  private void use(Credential renewed) throws GeneralSecurityException, IOException {
    believed.updateTrustCredentials(renewed.anchors().toArray(new X509Certificate[0]));
    shown.updateIdentityCredentials(
        renewed.own().chain().toArray(new X509Certificate[0]), renewed.own().key());
  }

  private static EdgewiseException unusable(TlsFiles files, Exception e) {
    return EdgewiseException.of(
        ErrorCode.BAD_CERTIFICATE,
        "Keys and certificates in " + files.cert() + " cannot be used: " + e + ". Get them anew.",
        e);
  }

  /** Stops looking; what was handed out goes on with what was read last. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      Scheduler.Cancellable waiting = next;
      if (waiting != null) {
        waiting.cancel();
      }
    }
  }
}
