package dev.edgewise.orchestrator.http.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.orchestrator.rpc.ServerSettings;
import dev.edgewise.sdk.wire.tls.Tls;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives connections of Micronaut's HTTP server the time limits that it lacks: its own count silence
 * only, and a client that sends a byte a second is never silent. Says why a head is not read.
 */
@Singleton
final class BoundedPages implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  /** Until a request's head is there, from when the connection is made or the last answer given. */
  static final Duration FOR_A_HEAD = Duration.ofSeconds(10);

  /** Browsers keep a connection for their next question. */
  static final Duration FOR_THE_NEXT = Duration.ofSeconds(60);

  /** Until a body is there, from when its head was: 1 MiB makes it over 140 kbit/s. */
  static final Duration FOR_A_BODY = Duration.ofSeconds(60);

  private static final long FOR_A_HANDSHAKE_MILLIS = 5_000;

  private final UnreadHead unread;
  private final Optional<Secured> secured;

  BoundedPages(UnreadHead unread, ServerSettings settings) {
    this.unread = unread;
    this.secured = settings.tls().map(Secured::of);
  }

  /**
   * What makes a connection one of TLS.
   *
   * @param context asks callers for a certificate, and lets in who has none
   */
  private record Secured(Tls tls, SslContext context) {
    static Secured of(Tls tls) {
      return new Secured(
          tls,
          new JdkSslContext(
              tls.sslContext(),
              false,
              null,
              IdentityCipherSuiteFilter.INSTANCE,
              ApplicationProtocolConfig.DISABLED,
              ClientAuth.OPTIONAL,
              new String[] {"TLSv1.3", "TLSv1.2"},
              false));
    }

    void before(Channel channel, UnreadHead unread) {
      SslHandler handler = context.newHandler(channel.alloc());
      handler.setHandshakeTimeoutMillis(FOR_A_HANDSHAKE_MILLIS);
      channel
          .pipeline()
          .addFirst("edgewise-refused", new Refused(tls))
          .addFirst("edgewise-tls", handler)
          .addFirst("edgewise-plain-text", new PlainTextDoor(tls, unread));
    }
  }

  /** Tells in the log who was refused in the handshake, and why. The event loop's. */
  private static final class Refused extends ChannelInboundHandlerAdapter {
    private final Tls tls;

    Refused(Tls tls) {
      this.tls = tls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent done) {
        if (!done.isSuccess()) {
          tls.refusedHandshake(done.cause(), context.channel().remoteAddress());
        }
      }
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(unread, secured, null));
    return event.getBean();
  }

  private record Customizer(UnreadHead unread, Optional<Secured> secured, @Nullable Channel channel)
      implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return new Customizer(unread, secured, role == ChannelRole.CONNECTION ? channel : null);
    }

    @Override
    public void onInitialPipelineBuilt() {
      if (channel != null) {
        String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
        channel
            .pipeline()
            .addAfter(codec, "edgewise-request-time", new RequestTime(unread))
            .addAfter(codec, "edgewise-lingering-close", new LingeringClose());
        secured.ifPresent(each -> each.before(channel, unread));
      }
    }
  }

  /** Closes a connection whose client takes too long. The event loop's. */
  private static final class RequestTime extends ChannelDuplexHandler {
    private final UnreadHead unread;
    private @Nullable Future<?> end;
    private boolean refused;

    RequestTime(UnreadHead unread) {
      this.unread = unread;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      allow(context, FOR_A_HEAD);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (refused) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof HttpRequest request && request.decoderResult().isFailure()) {
        refused = true;
        ReferenceCountUtil.release(message);
        context
            .writeAndFlush(refusal(request.decoderResult().cause()))
            .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      if (message instanceof LastHttpContent) {
        stop();
      } else if (message instanceof HttpRequest) {
        allow(context, FOR_A_BODY);
      }
      super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof LastHttpContent) {
        allow(context, FOR_THE_NEXT);
      }
      super.write(context, message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      stop();
    }

    private void allow(ChannelHandlerContext context, Duration time) {
      stop();
      end =
          context.executor().schedule(() -> close(context), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What Micronaut would answer with an empty body, or not at all. */
    private FullHttpResponse refusal(Throwable cause) {
      if (cause instanceof TooLongHttpHeaderException) {
        return refusal(
            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers have more than 8 KiB. Send fewer, or what is long in the body.");
      }
      if (cause instanceof TooLongHttpLineException) {
        return refusal(
            HttpResponseStatus.REQUEST_URI_TOO_LONG,
            "The path has more than 4 KiB. Send what is long in the body.");
      }
      return refusal(
          HttpResponseStatus.BAD_REQUEST,
          "This is no request of HTTP/1.1: its head cannot be read. Is it meant for the gRPC"
              + " port?");
    }

    private FullHttpResponse refusal(HttpResponseStatus status, String detail) {
      ByteBuf body = Unpooled.copiedBuffer(unread.problem(status.code(), detail) + "\n", UTF_8);
      FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
          .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      return response;
    }

    private static void close(ChannelHandlerContext context) {
      var unused = context.close();
    }

    private void stop() {
      Future<?> pending = end;
      if (pending != null) {
        pending.cancel(false);
        end = null;
      }
    }
  }
}
