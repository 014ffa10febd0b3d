package io.github.opendcr.console.view;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A chart of how many clients registered on which day.
 *
 * @param bars a bar for each day
 * @param largest the number that is as high as the chart
 * @param total how many there are in all
 * @since 0.1.0
 */
public record Chart(List<Bar> bars, long largest, long total) {

	/**
	 * How wide the chart is.
	 */
	public static final int WIDTH = 720;

	/**
	 * How high the highest bar is.
	 */
	public static final int HEIGHT = 140;

	private static final int SHOWN_LABELS = 5;

	/**
	 * Draw a chart.
	 * @param days the numbers by day, one at least
	 * @return the chart
	 */
	public static Chart of(SortedMap<LocalDate, Long> days) {
		long largest = Math.max(1, days.values().stream().mapToLong(Long::longValue).max().orElse(1));
		double step = (double) WIDTH / days.size();
		List<Bar> bars = new ArrayList<>();
		days.forEach((day, number) -> {
			int height = (number > 0) ? (int) Math.max(2, number * HEIGHT / largest) : 0;
			// counted from today, which is always named
			boolean named = (days.size() - 1 - bars.size()) % Math.max(1, days.size() / SHOWN_LABELS) == 0;
			bars.add(new Bar(day, number, (int) Math.round(bars.size() * step + step * 0.1),
					(int) Math.max(1, step * 0.8), height, named));
		});
		return new Chart(List.copyOf(bars), largest, days.values().stream().mapToLong(Long::longValue).sum());
	}

	/**
	 * A day.
	 *
	 * @param day the day
	 * @param number how many clients registered on it
	 * @param x where the bar begins
	 * @param width how wide it is
	 * @param height how high it is
	 * @param named whether the day is written below it
	 */
	public record Bar(LocalDate day, long number, int x, int width, int height, boolean named) {

		/**
		 * Return where the bar begins from above.
		 * @return the distance from the top
		 */
		public int y() {
			return HEIGHT - this.height;
		}

		/**
		 * Return where the middle of the bar is.
		 * @return the distance from the left
		 */
		public int middle() {
			return this.x + this.width / 2;
		}

		/**
		 * Return the day as it is written below the bar.
		 * @return the month and the day
		 */
		public String label() {
			return this.day.toString().substring(5);
		}

	}

}
