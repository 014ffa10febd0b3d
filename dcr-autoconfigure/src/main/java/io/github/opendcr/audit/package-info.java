/**
 * Who did what, for operators to read. {@code AuditTrail} hears of each change by its
 * event, after the commit, and of each refusal from {@code web}, and writes one line and
 * one event for it. {@code RecentRefusals} counts refusals for the console.
 */
@NullMarked
package io.github.opendcr.audit;

import org.jspecify.annotations.NullMarked;
