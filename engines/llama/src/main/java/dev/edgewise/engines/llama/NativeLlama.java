package dev.edgewise.engines.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of llama.cpp's {@code include/llama.h}, build b4916 (March 2025), that are used
 * here. Structs are passed by value, so their layouts are a part of the version. Handles of what
 * the library made are plain pointers: whoever frees one sees that nobody uses it. The arena is the
 * global one; the library stays as long as the process.
 */
final class NativeLlama {
  /** {@code struct llama_model_params}, 64 bytes. */
  static final StructLayout MODEL_PARAMS =
      MemoryLayout.structLayout(
          ADDRESS.withName("devices"),
          JAVA_INT.withName("n_gpu_layers"),
          JAVA_INT.withName("split_mode"),
          JAVA_INT.withName("main_gpu"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("tensor_split"),
          ADDRESS.withName("progress_callback"),
          ADDRESS.withName("progress_callback_user_data"),
          ADDRESS.withName("kv_overrides"),
          JAVA_BOOLEAN.withName("vocab_only"),
          JAVA_BOOLEAN.withName("use_mmap"),
          JAVA_BOOLEAN.withName("use_mlock"),
          JAVA_BOOLEAN.withName("check_tensors"),
          MemoryLayout.paddingLayout(4));

  /** {@code struct llama_context_params}, 120 bytes. */
  static final StructLayout CONTEXT_PARAMS =
      MemoryLayout.structLayout(
          JAVA_INT.withName("n_ctx"),
          JAVA_INT.withName("n_batch"),
          JAVA_INT.withName("n_ubatch"),
          JAVA_INT.withName("n_seq_max"),
          JAVA_INT.withName("n_threads"),
          JAVA_INT.withName("n_threads_batch"),
          JAVA_INT.withName("rope_scaling_type"),
          JAVA_INT.withName("pooling_type"),
          JAVA_INT.withName("attention_type"),
          JAVA_FLOAT.withName("rope_freq_base"),
          JAVA_FLOAT.withName("rope_freq_scale"),
          JAVA_FLOAT.withName("yarn_ext_factor"),
          JAVA_FLOAT.withName("yarn_attn_factor"),
          JAVA_FLOAT.withName("yarn_beta_fast"),
          JAVA_FLOAT.withName("yarn_beta_slow"),
          JAVA_INT.withName("yarn_orig_ctx"),
          JAVA_FLOAT.withName("defrag_thold"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("cb_eval"),
          ADDRESS.withName("cb_eval_user_data"),
          JAVA_INT.withName("type_k"),
          JAVA_INT.withName("type_v"),
          JAVA_BOOLEAN.withName("logits_all"),
          JAVA_BOOLEAN.withName("embeddings"),
          JAVA_BOOLEAN.withName("offload_kqv"),
          JAVA_BOOLEAN.withName("flash_attn"),
          JAVA_BOOLEAN.withName("no_perf"),
          MemoryLayout.paddingLayout(3),
          ADDRESS.withName("abort_callback"),
          ADDRESS.withName("abort_callback_data"));

  /** {@code struct llama_batch}, 56 bytes. */
  static final StructLayout BATCH =
      MemoryLayout.structLayout(
          JAVA_INT.withName("n_tokens"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("token"),
          ADDRESS.withName("embd"),
          ADDRESS.withName("pos"),
          ADDRESS.withName("n_seq_id"),
          ADDRESS.withName("seq_id"),
          ADDRESS.withName("logits"));

  /** {@code struct llama_chat_message}. */
  static final StructLayout CHAT_MESSAGE =
      MemoryLayout.structLayout(ADDRESS.withName("role"), ADDRESS.withName("content"));

  final MethodHandle modelDefaultParams;
  final MethodHandle modelLoad;
  final MethodHandle modelFree;
  final MethodHandle modelVocab;
  final MethodHandle modelLongest;
  final MethodHandle modelSize;
  final MethodHandle modelLayers;
  final MethodHandle modelEmbedding;
  final MethodHandle modelHeads;
  final MethodHandle modelKeyValueHeads;
  final MethodHandle modelMeta;
  final MethodHandle modelHasEncoder;
  final MethodHandle modelIsRecurrent;
  final MethodHandle modelChatTemplate;
  final MethodHandle applyTemplate;
  final MethodHandle vocabSize;
  final MethodHandle vocabEnds;
  final MethodHandle tokenize;
  final MethodHandle piece;
  final MethodHandle contextDefaultParams;
  final MethodHandle contextInit;
  final MethodHandle contextFree;
  final MethodHandle decode;
  final MethodHandle logits;
  final MethodHandle clear;
  final MethodHandle remove;
  final MethodHandle stateSize;
  final MethodHandle stateGet;
  final MethodHandle stateSet;
  final Complaints complaints = new Complaints();

  private final SymbolLookup library;

  private NativeLlama(SymbolLookup library) {
    this.library = library;
    ValueLayout.OfLong size = JAVA_LONG;
    modelDefaultParams = of("llama_model_default_params", MODEL_PARAMS);
    modelLoad = of("llama_model_load_from_file", ADDRESS, ADDRESS, MODEL_PARAMS);
    modelFree = none("llama_model_free", ADDRESS);
    modelVocab = of("llama_model_get_vocab", ADDRESS, ADDRESS);
    modelLongest = of("llama_model_n_ctx_train", JAVA_INT, ADDRESS);
    modelSize = of("llama_model_size", JAVA_LONG, ADDRESS);
    modelLayers = of("llama_model_n_layer", JAVA_INT, ADDRESS);
    modelEmbedding = of("llama_model_n_embd", JAVA_INT, ADDRESS);
    modelHeads = of("llama_model_n_head", JAVA_INT, ADDRESS);
    modelKeyValueHeads = of("llama_model_n_head_kv", JAVA_INT, ADDRESS);
    modelMeta = of("llama_model_meta_val_str", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, size);
    modelHasEncoder = of("llama_model_has_encoder", JAVA_BOOLEAN, ADDRESS);
    modelIsRecurrent = of("llama_model_is_recurrent", JAVA_BOOLEAN, ADDRESS);
    modelChatTemplate = of("llama_model_chat_template", ADDRESS, ADDRESS, ADDRESS);
    applyTemplate =
        of(
            "llama_chat_apply_template",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            size,
            JAVA_BOOLEAN,
            ADDRESS,
            JAVA_INT);
    vocabSize = of("llama_vocab_n_tokens", JAVA_INT, ADDRESS);
    vocabEnds = of("llama_vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
    tokenize =
        of(
            "llama_tokenize",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            JAVA_BOOLEAN,
            JAVA_BOOLEAN);
    piece =
        of(
            "llama_token_to_piece",
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_BOOLEAN);
    contextDefaultParams = of("llama_context_default_params", CONTEXT_PARAMS);
    contextInit = of("llama_init_from_model", ADDRESS, ADDRESS, CONTEXT_PARAMS);
    contextFree = none("llama_free", ADDRESS);
    decode = of("llama_decode", JAVA_INT, ADDRESS, BATCH);
    logits = of("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
    clear = none("llama_kv_self_clear", ADDRESS);
    remove = of("llama_kv_self_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    stateSize = of("llama_state_seq_get_size", size, ADDRESS, JAVA_INT);
    stateGet = of("llama_state_seq_get_data", size, ADDRESS, ADDRESS, size, JAVA_INT);
    stateSet = of("llama_state_seq_set_data", size, ADDRESS, ADDRESS, size, JAVA_INT);
  }

  /**
   * Opens the library.
   *
   * @throws IllegalArgumentException when the system cannot
   * @throws LinkageError when it is not the one that these layouts are of
   */
  @SuppressWarnings("restricted")
  static NativeLlama open(Path file) {
    NativeLlama llama = new NativeLlama(SymbolLookup.libraryLookup(file, Arena.global()));
    llama.probe("llama_model_default_params", MODEL_PARAMS.byteSize());
    llama.probe("llama_context_default_params", CONTEXT_PARAMS.byteSize());
    try {
      llama
          .none("llama_log_set", ADDRESS, ADDRESS)
          .invokeExact(llama.complaints.function(), MemorySegment.NULL);
      llama.none("llama_backend_init").invokeExact();
    } catch (Throwable e) {
      throw Failure.of(e);
    }
    return llama;
  }

  /** Sees that a struct ends where it is thought to end, by what the library writes. */
  @SuppressWarnings("restricted")
  private void probe(String function, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      StructLayout wide =
          MemoryLayout.structLayout(MemoryLayout.sequenceLayout(2 * bytes / 8, JAVA_LONG));
      MemorySegment room = arena.allocate(wide).fill((byte) 0x5A);
      MemorySegment unused =
          (MemorySegment) of(function, wide).invokeExact((SegmentAllocator) (size, align) -> room);
      boolean shorter = room.get(JAVA_LONG, bytes - 8) == 0x5A5A5A5A5A5A5A5AL;
      if (shorter || room.get(JAVA_LONG, bytes) != 0x5A5A5A5A5A5A5A5AL) {
        throw new LinkageError(function + " gives another struct than one of " + bytes + " bytes");
      }
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @SuppressWarnings("restricted")
  private MethodHandle of(String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(find(name), FunctionDescriptor.of(result, arguments));
  }

  @SuppressWarnings("restricted")
  private MethodHandle none(String name, MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(find(name), FunctionDescriptor.ofVoid(arguments));
  }

  private MemorySegment find(String name) {
    return library
        .find(name)
        .orElseThrow(() -> new LinkageError("there is no function " + name + " in the library"));
  }

  static long offset(StructLayout struct, String field) {
    return struct.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }
}
