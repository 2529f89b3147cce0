/** Tests of OpenAI's protocol without a transport. */
@NullMarked
package dev.edgewise.serving.protocol.openai;

import org.jspecify.annotations.NullMarked;
