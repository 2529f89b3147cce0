package dev.edgewise.daemon;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Loopback;
import dev.edgewise.daemon.config.Values;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** Where a daemon has its certificate, and who it is by that. */
public final class TlsKeys {
  private final KeySet all;
  private final Key<Path> cert;
  private final Key<Path> key;
  private final Key<Path> ca;

  /** Adds the keys. */
  public TlsKeys(KeySet all) {
    this.all = all;
    cert =
        all.add(
            Key.optional(
                "tls",
                Kind.path(),
                "The certificate of this daemon, in PEM, with its key and its CA in the same file"
                    + " as 'edgewise certs issue' writes it, or in files of their own. With it"
                    + " every caller must show one too. A file that is replaced is used within 2"
                    + " s."));
    key =
        all.add(
            Key.optional(
                "tlsKey", Kind.path(), "The private key, when it is not in the file tls: PKCS#8."));
    ca =
        all.add(
            Key.optional(
                "tlsCa",
                Kind.path(),
                "The CAs that peers have their certificates from, when not in the file tls."));
    all.rule(this::restsOnACertificate);
  }

  /** Lets a daemon listen to others than this machine only when it asks them who they are. */
  public void guards(Key<String> bind) {
    all.rule(
        values ->
            values.find(cert).isPresent() || values.find(bind).filter(Loopback::isOne).isPresent()
                ? Optional.empty()
                : values
                    .find(bind)
                    .map(
                        address ->
                            new Objection(
                                bind,
                                "is not of this machine alone, and without certificates whoever"
                                    + " reaches it would be let in. Name tls, a file that 'edgewise"
                                    + " certs issue' wrote, or bind 127.0.0.1.")));
  }

  /** The files; empty when everything is in plain text. */
  public Optional<TlsFiles> files(Values values) {
    return values
        .find(cert)
        .map(
            file ->
                new TlsFiles(file, values.find(key).orElse(file), values.find(ca).orElse(file)));
  }

  /** Who the certificate says that this daemon is; empty without one that can be read. */
  public Optional<PeerIdentity> identity(Values values) {
    try {
      return files(values).map(TlsFiles::identity);
    } catch (EdgewiseException e) {
      // Reported by the rule below, or when it is opened.
      return Optional.empty();
    }
  }

  /**
   * A rule about who the certificate is of.
   *
   * @param judge gives what is wrong with an identity, to be read behind its URI; empty when
   *     nothing
   */
  public Optional<Objection> objection(
      Values values, BiFunction<Values, PeerIdentity, Optional<String>> judge) {
    Optional<TlsFiles> files = files(values);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    try {
      PeerIdentity identity = files.get().identity();
      return judge
          .apply(values, identity)
          .map(
              wrong ->
                  new Objection(
                      cert, "the certificate in it is that of " + identity + ", and " + wrong));
    } catch (EdgewiseException e) {
      return Optional.of(new Objection(cert, e.words()));
    }
  }

  private Optional<Objection> restsOnACertificate(Values values) {
    return values.find(cert).isPresent()
        ? Optional.empty()
        : values.find(key).map(path -> alone(key)).or(() -> values.find(ca).map(path -> alone(ca)));
  }

  private static Objection alone(Key<Path> given) {
    return new Objection(
        given, "says nothing without tls. Name the certificate too, or leave it out.");
  }
}
