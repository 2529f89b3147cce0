package dev.edgewise.sdk.wire.server;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.wire.tls.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts so many connections and no more: one beyond is closed before a byte of it is read. What
 * the others send is watched by a {@link FrameGuard}.
 */
public final class BoundedServerChannel extends NioServerSocketChannel {
  private final int most;
  private final int mostResets;
  private final Optional<Tls> tls;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param most connections that may be open at the same time
   * @param mostResets calls that a client may reset on one of them within ten seconds before it is
   *     closed
   * @param tls what the server lets in by; empty when all is in plain text
   */
  public BoundedServerChannel(int most, int mostResets, Optional<Tls> tls) {
    this.most = most;
    this.mostResets = mostResets;
    this.tls = requireNonNull(tls, "tls");
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int count = super.doReadMessages(accepted);
    for (int i = accepted.size() - 1; i >= before; i--) {
      Channel connection = (Channel) accepted.get(i);
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        accepted.remove(i);
        connection.unsafe().closeForcibly();
      } else {
        connection.pipeline().addFirst(guard());
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
      }
    }
    return count;
  }

  private ChannelHandler guard() {
    FrameGuard guard = new FrameGuard(mostResets);
    return tls.<ChannelHandler>map(each -> new TlsDoor(each, guard)).orElse(guard);
  }
}
