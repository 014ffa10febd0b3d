/**
 * How the secrets of clients are stored, and checked against what is stored.
 */
@NullMarked
package io.github.opendcr.secrets;

import org.jspecify.annotations.NullMarked;
