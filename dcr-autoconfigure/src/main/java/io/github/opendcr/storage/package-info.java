/**
 * Where a client lives: the application's repository and our store, read, written and
 * removed together.
 */
@NullMarked
package io.github.opendcr.storage;

import org.jspecify.annotations.NullMarked;
