package dev.kafkamirror.operator.status;

/** Makes numbers calm: a status is written only when a person would see a difference. */
public final class Rounding {
  private Rounding() {}

  /** To the series 0, 1, 2, 5, 10, 20, 50, …, upwards: 3 seconds of lag are shown as 5. */
  public static long oneTwoFive(long value) {
    if (value <= 0) {
      return 0;
    }
    long decade = 1;
    while (decade <= Long.MAX_VALUE / 10) {
      for (long step : new long[] {1, 2, 5}) {
        if (value <= step * decade) {
          return step * decade;
        }
      }
      decade *= 10;
    }
    return value;
  }

  /** To two significant digits, half up. */
  public static long twoDigits(double value) {
    if (!(value >= 0.5)) {
      return 0;
    }
    double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(value)) - 1));
    return Math.round(Math.round(value / unit) * unit);
  }

  /** A share to the nearest tenth, unknown stays unknown. */
  public static Double tenth(Double share) {
    return share == null ? null : Double.valueOf(Math.round(share * 10) / 10.0);
  }

  /** {@link #oneTwoFive(long)}, unknown stays unknown. */
  public static Long oneTwoFive(Long value) {
    return value == null ? null : Long.valueOf(oneTwoFive(value.longValue()));
  }

  /** {@link #twoDigits(double)}, unknown stays unknown. */
  public static Long twoDigits(Long value) {
    return value == null ? null : Long.valueOf(twoDigits(value.doubleValue()));
  }
}
