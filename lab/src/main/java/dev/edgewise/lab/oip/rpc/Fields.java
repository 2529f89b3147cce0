package dev.edgewise.lab.oip.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as its numbered fields, read and written by Google's own library: what judges our
 * reader and writer must not be made of them. Numbers are those of {@code open_inference.proto}.
 * Immutable.
 */
public final class Fields {
  private static final Fields NONE = new Fields(UnknownFieldSet.getDefaultInstance());

  private final UnknownFieldSet fields;

  private Fields(UnknownFieldSet fields) {
    this.fields = fields;
  }

  /** A message without fields. */
  public static Fields none() {
    return NONE;
  }

  /**
   * Reads one.
   *
   * @throws IOException when it is none
   */
  public static Fields parse(byte[] bytes) throws IOException {
    return new Fields(UnknownFieldSet.parseFrom(bytes));
  }

  /** The same with one more text. */
  public Fields text(int number, String value) {
    return block(number, ByteString.copyFromUtf8(value));
  }

  /** The same with one more block of bytes. */
  public Fields bytes(int number, byte[] value) {
    return block(number, ByteString.copyFrom(value));
  }

  /** The same with one more message inside. */
  public Fields message(int number, Fields value) {
    return block(number, value.fields.toByteString());
  }

  /** The same with whole numbers, each a field of its own, which readers take for packed ones. */
  public Fields numbers(int number, long... values) {
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    for (long value : values) {
      field.addVarint(value);
    }
    return and(number, field);
  }

  private Fields block(int number, ByteString value) {
    return and(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value));
  }

  private Fields and(int number, UnknownFieldSet.Field.Builder field) {
    return new Fields(UnknownFieldSet.newBuilder(fields).mergeField(number, field.build()).build());
  }

  /** As it goes over the wire. */
  public byte[] bytes() {
    return fields.toByteArray();
  }

  /** All texts of a number. */
  public List<String> texts(int number) {
    return blocks(number).stream().map(ByteString::toStringUtf8).toList();
  }

  /** The only text of a number; empty when there is none. */
  public String text(int number) {
    return String.join("", texts(number));
  }

  /** All blocks of a number. */
  public List<byte[]> allBytes(int number) {
    return blocks(number).stream().map(ByteString::toByteArray).toList();
  }

  /**
   * All messages of a number.
   *
   * @throws IOException when one of them is none
   */
  public List<Fields> messages(int number) throws IOException {
    try {
      List<Fields> messages = new ArrayList<>();
      for (ByteString block : blocks(number)) {
        messages.add(new Fields(UnknownFieldSet.parseFrom(block)));
      }
      return messages;
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(e);
    }
  }

  /**
   * All whole numbers of a number, packed or not.
   *
   * @throws IOException when they are cut off
   */
  public List<Long> numbers(int number) throws IOException {
    List<Long> numbers = new ArrayList<>(fields.getField(number).getVarintList());
    for (ByteString packed : blocks(number)) {
      var in = packed.newCodedInput();
      while (!in.isAtEnd()) {
        numbers.add(in.readRawVarint64());
      }
    }
    return numbers;
  }

  private List<ByteString> blocks(int number) {
    return fields.getField(number).getLengthDelimitedList();
  }
}
