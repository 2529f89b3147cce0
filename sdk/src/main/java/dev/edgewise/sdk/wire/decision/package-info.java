/** Records of calls: put into messages, kept in files, shipped, read again, and told to people. */
@NullMarked
package dev.edgewise.sdk.wire.decision;

import org.jspecify.annotations.NullMarked;
