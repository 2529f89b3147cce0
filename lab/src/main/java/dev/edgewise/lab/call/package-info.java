/**
 * {@code edgewise bench call}: what a call by Edgewise costs beside one by bare grpc-java, process
 * to process on this machine, by turns.
 */
@NullMarked
package dev.edgewise.lab.call;

import org.jspecify.annotations.NullMarked;
