package dev.edgewise.sdk.host;

import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The items of a stream as one message, {@code repeated bytes item = 1}. */
final class ItemList implements Codec<List<ByteBuffer>> {
  private static final ItemList CODEC = new ItemList();
  private static final int TAG = 1 << 3 | WireReader.LENGTH_DELIMITED;

  private ItemList() {}

  static Message of(List<Message> items) {
    return WireWriter.encode(CODEC, items.stream().map(Message::contiguous).toList());
  }

  /**
   * The items of a message.
   *
   * @throws MalformedMessage when it has none
   */
  static List<Message> read(Message message) {
    return WireReader.decode(CODEC, message).stream().map(Message::of).toList();
  }

  @Override
  public String messageName() {
    return "edgewise.v1.ItemList";
  }

  @Override
  public int size(List<ByteBuffer> items, Sizes sizes) {
    int size = 0;
    for (ByteBuffer item : items) {
      size += 1 + WireWriter.sizeOfBlock(item, sizes);
    }
    return size;
  }

  @Override
  public void write(List<ByteBuffer> items, WireWriter out, Sizes sizes) {
    for (ByteBuffer item : items) {
      out.tag(TAG);
      out.block(item);
    }
  }

  @Override
  public List<ByteBuffer> read(WireReader in) {
    List<ByteBuffer> items = new ArrayList<>();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == TAG) {
        items.add(in.block());
      } else {
        in.skip(tag);
      }
    }
    return items;
  }
}
