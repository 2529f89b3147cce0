/**
 * The protocol of OpenAI's API without a transport: what its JSON means as requests of served
 * models, and what is answered, in one piece or as server-sent events.
 */
@NullMarked
package dev.edgewise.serving.protocol.openai;

import org.jspecify.annotations.NullMarked;
