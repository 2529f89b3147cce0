package dev.edgewise.core.tls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Names;
import dev.edgewise.core.Text;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who somebody is: what a certificate says, and never what its holder claims. It stands in the
 * certificate as one URI among the subject's alternative names (RFC 5280, 4.2.1.6), in one of four
 * forms:
 *
 * <ul>
 *   <li>{@code edgewise://node/NAME?site=SITE&tier=edge|cloud}
 *   <li>{@code edgewise://client/NAME}, or {@code edgewise://client/NAME?tenant=TENANT}
 *   <li>{@code edgewise://operator/NAME}
 *   <li>{@code edgewise://orchestrator/NAME}
 * </ul>
 *
 * Names are as {@link Names} has them, so nothing is ever escaped, and parameters stand in this
 * order: an identity has exactly one text, and two texts are two identities.
 *
 * @param role what its holder may be in the fleet
 * @param name of the node, the application, the person or the orchestrator
 * @param site of a node, where it stands; of others empty
 * @param tier of a node; of others empty
 * @param tenant of a client, whose calls it makes; empty for one that makes them for nobody in
 *     particular
 */
public record PeerIdentity(
    Role role, String name, Optional<String> site, Optional<Tier> tier, Optional<String> tenant) {
  /** What the holder of a certificate may be in the fleet. */
  public enum Role {
    NODE,
    CLIENT,
    /** A person or a tool that sees and steers the fleet, and makes calls for nobody. */
    OPERATOR,
    ORCHESTRATOR;

    /** As it stands in the URI and as people type it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String SCHEME = "edgewise:";
  private static final int URI_NAME = 6;

  /** Three names of 63 characters and what stands between them, and some room. */
  private static final int LONGEST = 300;

  private static final Pattern FORM =
      Pattern.compile(
          "edgewise://(?:node/(?<node>[^/?&=]+)\\?site=(?<site>[^/?&=]+)&tier=(?<tier>edge|cloud)"
              + "|client/(?<client>[^/?&=]+)(?:\\?tenant=(?<tenant>[^/?&=]+))?"
              + "|operator/(?<operator>[^/?&=]+)"
              + "|orchestrator/(?<orchestrator>[^/?&=]+))");

  public PeerIdentity {
    requireNonNull(role, "role");
    Names.check(role.word(), name);
    site.ifPresent(each -> Names.check("site", each));
    tenant.ifPresent(each -> Names.check("tenant", each));
    boolean node = role == Role.NODE;
    if (site.isPresent() != node || tier.isPresent() != node) {
      throw new IllegalArgumentException("site and tier: those of a node, and of nobody else");
    }
    if (tenant.isPresent() && role != Role.CLIENT) {
      throw new IllegalArgumentException("tenant: that of a client, and of nobody else");
    }
  }

  /** A node's. */
  public static PeerIdentity node(String name, String site, Tier tier) {
    return new PeerIdentity(
        Role.NODE, name, Optional.of(site), Optional.of(tier), Optional.empty());
  }

  /** An application's. */
  public static PeerIdentity client(String name, Optional<String> tenant) {
    return new PeerIdentity(Role.CLIENT, name, Optional.empty(), Optional.empty(), tenant);
  }

  /** A person's or a tool's that sees and steers the fleet. */
  public static PeerIdentity operator(String name) {
    return new PeerIdentity(
        Role.OPERATOR, name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The orchestrator's. */
  public static PeerIdentity orchestrator(String name) {
    return new PeerIdentity(
        Role.ORCHESTRATOR, name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The one text of this identity. */
  public String uri() {
    return "edgewise://"
        + role.word()
        + "/"
        + name
        + site.map(each -> "?site=" + each).orElse("")
        + tier.map(each -> "&tier=" + each.name().toLowerCase(Locale.ROOT)).orElse("")
        + tenant.map(each -> "?tenant=" + each).orElse("");
  }

  /**
   * Reads an identity.
   *
   * @throws IllegalArgumentException when the text is not, character by character, one of the forms
   */
  public static PeerIdentity parse(String uri) {
    Matcher form = FORM.matcher(uri.length() <= LONGEST ? uri : "");
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + Text.line(uri, 100) + "\" is no identity such as edgewise://client/till-3");
    }
    String node = form.group("node");
    if (node != null) {
      return node(
          node, form.group("site"), Tier.valueOf(form.group("tier").toUpperCase(Locale.ROOT)));
    }
    String client = form.group("client");
    if (client != null) {
      return client(client, Optional.ofNullable(form.group("tenant")));
    }
    String operator = form.group("operator");
    return operator != null ? operator(operator) : orchestrator(form.group("orchestrator"));
  }

  /**
   * Who a certificate says that its holder is. Whether the certificate is to be believed is not
   * asked here.
   *
   * @throws CertificateException when it does not say it, or says it more than once; the message
   *     tells which
   */
  public static PeerIdentity of(X509Certificate certificate) throws CertificateException {
    List<String> found = new ArrayList<>();
    Collection<List<?>> names = alternativeNames(certificate);
    for (List<?> name : names) {
      if (name.get(0).equals(URI_NAME)
          && String.valueOf(name.get(1)).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
        found.add(String.valueOf(name.get(1)));
      }
    }
    if (found.size() != 1) {
      throw new CertificateException(
          "the certificate of \""
              + Text.line(certificate.getSubjectX500Principal().getName(), 100)
              + (found.isEmpty()
                  ? "\" says nothing of who its holder is in a fleet: it has no edgewise:// name"
                  : "\" has " + found.size() + " edgewise:// names; it must have one"));
    }
    try {
      return parse(found.get(0));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("a name in the certificate: " + e.getMessage(), e);
    }
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : names;
  }

  @Override
  public String toString() {
    return uri();
  }
}
