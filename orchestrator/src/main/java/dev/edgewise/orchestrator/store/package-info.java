/**
 * What has to outlive the orchestrator's process, in one SQLite file: nodes with their last
 * registration and epoch, what operators want of them, numbers that must never be given twice, and
 * API keys as their digests. The file carries the version of its schema and is migrated at start.
 */
@NullMarked
package dev.edgewise.orchestrator.store;

import org.jspecify.annotations.NullMarked;
