/**
 * Runs TensorFlow Lite models through the JNI bindings of {@code org.bytedeco:tensorflow-lite}; put
 * the jar on the class path and {@link dev.edgewise.core.model.ModelEngine} finds it.
 *
 * <p>The JVM wants {@code --enable-native-access=ALL-UNNAMED}. The native library is unpacked at
 * its first use, by default into the user's home directory; {@code
 * -Dorg.bytedeco.javacpp.cachedir=FOLDER} says where instead, and Edgewise's launcher sets it.
 */
@NullMarked
package dev.edgewise.engines.tflite;

import org.jspecify.annotations.NullMarked;
