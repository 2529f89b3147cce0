package dev.edgewise.orchestrator.http.rpc;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose request was answered before all of its body came, as RFC 9112, section
 * 9.6 asks: the answer says that it is the last, then only the way out is shut, and what still
 * comes in is thrown away for a while. Closed at once, the connection would be reset under a client
 * that is still sending, and the answer lost with it; left open, the server would read on for as
 * long as the client sends. The event loop's.
 */
final class LingeringClose extends ChannelDuplexHandler {
  /** Enough for a client to see the answer, or to send what it cannot stop sending. */
  static final Duration FOR_THE_REST = Duration.ofSeconds(5);

  /** Requests that came, wholly or in part, and have no answer yet. */
  private int open;

  private boolean receiving;
  private boolean answered;
  private boolean lingers;
  private @Nullable Future<?> end;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (lingers) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest) {
      open++;
      receiving = true;
      answered = false;
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
    }
    super.channelRead(context, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (lingers) {
      context.read();
    }
    super.channelReadComplete(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    // Behind another request, what comes now is not what is answered.
    if (receiving
        && open == 1
        && message instanceof HttpResponse response
        && !isInterim(response)) {
      answered = true;
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    boolean ends = message instanceof LastHttpContent && !isInterim(message);
    open -= ends && open > 0 ? 1 : 0;
    if (!ends || !answered || !receiving) {
      super.write(context, message, promise);
      return;
    }
    ChannelPromise written = promise.unvoid();
    super.write(context, message, written);
    var unused = written.addListener(done -> close(context, context.newPromise()));
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    if (!answered || !receiving || !(context.channel() instanceof DuplexChannel channel)) {
      super.close(context, promise);
    } else if (!lingers) {
      lingers = true;
      var unused = channel.shutdownOutput();
      Runnable goodbye = () -> end(context, promise);
      end = context.executor().schedule(goodbye, FOR_THE_REST.toMillis(), TimeUnit.MILLISECONDS);
      context.read();
    }
  }

  private static void end(ChannelHandlerContext context, ChannelPromise promise) {
    var unused = context.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (end != null) {
      end.cancel(false);
    }
  }
}
