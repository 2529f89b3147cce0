package dev.edgewise.sdk.wire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.tls.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before the TLS of one connection until its first byte. Whoever begins in plain text is
 * told in plain text what is missing, which TLS itself could not; then the connection is closed.
 * Behind TLS a {@link FrameGuard} is put: only there frames can be seen. The event loop's.
 */
final class TlsDoor extends ChannelInboundHandlerAdapter {
  static final String WORDS =
      "this port speaks TLS and was spoken to in plain text; give the caller a certificate, for"
          + " example by EDGEWISE_TLS ("
          + ErrorCode.PEER_REFUSED.id()
          + ")";

  /** That of a record with a handshake, with which every connection begins (RFC 8446, 5.1). */
  private static final byte HANDSHAKE = 22;

  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int INADEQUATE_SECURITY = 12;

  private final Tls tls;
  private final FrameGuard guard;
  private boolean closed;

  TlsDoor(Tls tls, FrameGuard guard) {
    this.tls = requireNonNull(tls, "tls");
    this.guard = requireNonNull(guard, "guard");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (closed || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    ChannelHandlerContext ssl = context.pipeline().context(SslHandler.class);
    if (bytes.getByte(bytes.readerIndex()) != HANDSHAKE || ssl == null) {
      closed = true;
      bytes.release();
      tls.refusedPlainText(context.channel().remoteAddress());
      refuse(context);
      return;
    }
    context.pipeline().addAfter(ssl.name(), null, guard);
    context.pipeline().addAfter(ssl.name(), null, new CertificateTerm(tls.clock()));
    context.fireChannelRead(message);
    context.pipeline().remove(this);
  }

  /** As HTTP/2 says it (RFC 9113, 6.8): what speaks something else is closed all the same. */
  private static void refuse(ChannelHandlerContext context) {
    byte[] words = WORDS.getBytes(US_ASCII);
    ByteBuf goodbye = context.alloc().buffer();
    goodbye.writeMedium(0).writeByte(SETTINGS).writeByte(0).writeInt(0);
    goodbye.writeMedium(8 + words.length).writeByte(GOAWAY).writeByte(0).writeInt(0);
    goodbye.writeInt(0).writeInt(INADEQUATE_SECURITY).writeBytes(words);
    context
        .writeAndFlush(goodbye)
        .addListener(
            sent -> {
              var unused = context.close();
            });
  }
}
