/** Tests of records of calls, their files and their words. */
@NullMarked
package dev.edgewise.sdk.wire.decision;

import org.jspecify.annotations.NullMarked;
