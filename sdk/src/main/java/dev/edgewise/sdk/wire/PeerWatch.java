package dev.edgewise.sdk.wire;

import dev.edgewise.core.Node;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.sdk.link.Described;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Sees whose certificate was at the other end of one call. */
final class PeerWatch implements ClientInterceptor {
  private volatile @Nullable PeerIdentity peer;

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                look(getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private void look(@Nullable SSLSession session) {
    try {
      if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate first) {
        peer = PeerIdentity.of(first);
      }
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      // Whoever cannot be told is nobody, which is no node.
    }
  }

  /** The same description when it is that of the certificate's holder, else a failure. */
  Described believed(Described described) {
    if (!(described instanceof Described.Answer answer)) {
      return described;
    }
    PeerIdentity seen = peer;
    Node node = answer.node();
    PeerIdentity said = PeerIdentity.node(node.name(), node.site().name(), node.tier());
    return said.equals(seen)
        ? described
        : new Described.Failure(
            "what answers says that it is "
                + said
                + ", and its certificate says "
                + Optional.ofNullable(seen).map(PeerIdentity::uri).orElse("nothing")
                + " (EW6022)");
  }
}
