/**
 * Results that nodes share, in Redis or Valkey. A server that is slow, away or full costs a node
 * its hits, never a call.
 */
@NullMarked
package dev.edgewise.integrations.redis;

import org.jspecify.annotations.NullMarked;
