package io.github.opendcr.storage;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The places in which clients live, selected at the first use: once the authorization
 * servers are built. A transaction of the caller's hides whether connections commit by
 * themselves, so that it is asked again after it. Safe for use by several threads.
 */
final class SelectedPlaces implements Supplier<ClientPlaces> {

	private final StorageSelection selection;

	private volatile @Nullable ClientPlaces selected;

	SelectedPlaces(StorageSelection selection) {
		this.selection = selection;
	}

	@Override
	public ClientPlaces get() {
		ClientPlaces places = this.selected;
		if (places == null) {
			places = this.selection.select();
			if (!TransactionSynchronizationManager.isActualTransactionActive()) {
				this.selected = places;
			}
		}
		return places;
	}

}
