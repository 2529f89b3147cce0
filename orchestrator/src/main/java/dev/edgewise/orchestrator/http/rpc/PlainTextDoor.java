package dev.edgewise.orchestrator.http.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.wire.tls.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before TLS, and tells who begins in plain text what is missing, in plain text: TLS itself
 * has no words that they would understand. The event loop's.
 */
final class PlainTextDoor extends ChannelInboundHandlerAdapter {
  /** That of a record with a handshake, with which every connection begins (RFC 8446, 5.1). */
  private static final byte HANDSHAKE = 22;

  private static final String WORDS =
      "This port speaks HTTPS only, and this came in plain text. Write https:// before the"
          + " address, and believe the CA of the fleet: curl --cacert ca.pem https://….";

  private final Tls tls;
  private final UnreadHead unread;
  private boolean closed;

  PlainTextDoor(Tls tls, UnreadHead unread) {
    this.tls = requireNonNull(tls, "tls");
    this.unread = requireNonNull(unread, "unread");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closed || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (bytes.getByte(bytes.readerIndex()) == HANDSHAKE) {
      context.fireChannelRead(message);
      context.pipeline().remove(this);
      return;
    }
    closed = true;
    bytes.release();
    tls.refusedPlainText(context.channel().remoteAddress());
    ByteBuf body = Unpooled.copiedBuffer(unread.problem(400, WORDS) + "\n", UTF_8);
    String head =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: "
            + body.readableBytes()
            + "\r\nConnection: close\r\n\r\n";
    context
        .writeAndFlush(Unpooled.wrappedBuffer(Unpooled.copiedBuffer(head, UTF_8), body))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
