package dev.edgewise.sdk.wire.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts so many connections and no more: one beyond is closed before a byte of it is read. What
 * the others send is watched by a {@link FrameGuard}.
 */
public final class BoundedServerChannel extends NioServerSocketChannel {
  private final int most;
  private final int mostResets;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param most connections that may be open at the same time
   * @param mostResets calls that a client may reset on one of them within ten seconds before it is
   *     closed
   */
  public BoundedServerChannel(int most, int mostResets) {
    this.most = most;
    this.mostResets = mostResets;
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
        connection.pipeline().addFirst(new FrameGuard(mostResets));
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
      }
    }
    return count;
  }
}
