package org.unit430.firmware.dataset;

/**
 * The front end of speech recognition: mel-frequency cepstral coefficients (Davis and Mermelstein,
 * "Comparison of parametric representations for monosyllabic word recognition in continuously
 * spoken sentences", IEEE Trans. ASSP 28(4), 1980), 49 frames of 10, the size that keyword spotting
 * on microcontrollers uses (Zhang et al., "Hello Edge", arXiv 1711.07128, table 1).
 *
 * <p>Of one second at 8 kHz: Hann windows of 30 ms each 20 ms, the power spectrum over 256 points,
 * 40 triangular bands evenly spaced in mel (2595 log10(1 + f / 700)) from 20 Hz to 4 kHz, natural
 * logarithm, orthonormal DCT-II, the first 10. A band counts at least 50 dB below the loudest of
 * the recording, so that loudness does not matter and digital silence is finite.
 *
 * <p>Then each coefficient loses its mean over the 49 frames and is divided by four standard
 * deviations, and what is left beyond -1 or 1 is cut there.
 */
final class Mfcc {
  static final int HERTZ = 8_000;
  static final int FRAMES = 49;
  static final int COEFFICIENTS = 10;

  private static final int WINDOW = 240;
  private static final int HOP = 160;
  private static final int POINTS = 256;
  private static final int BINS = POINTS / 2 + 1;
  private static final int BANDS = 40;
  private static final double LOWEST_HERTZ = 20;
  private static final double HIGHEST_HERTZ = HERTZ / 2.0;
  private static final double FLOOR = 1e-5; // -50 dB
  private static final double DEVIATIONS = 4;
  // Of a coefficient that does not vary nothing is left; this only keeps 0 / 0 away.
  private static final double LEAST_DEVIATION = 1e-6;

  private final double[] window = new double[WINDOW];
  private final double[] cosine = new double[POINTS];
  private final double[] sine = new double[POINTS];
  private final double[][] filters = new double[BANDS][BINS];
  private final double[][] transform = new double[COEFFICIENTS][BANDS];

  // StrictMath: the same bits on every machine.
  Mfcc() {
    for (int i = 0; i < WINDOW; i++) {
      window[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / WINDOW);
    }
    for (int i = 0; i < POINTS; i++) {
      cosine[i] = StrictMath.cos(2 * Math.PI * i / POINTS);
      sine[i] = StrictMath.sin(2 * Math.PI * i / POINTS);
    }
    double low = mel(LOWEST_HERTZ);
    double step = (mel(HIGHEST_HERTZ) - low) / (BANDS + 1);
    for (int band = 0; band < BANDS; band++) {
      for (int bin = 0; bin < BINS; bin++) {
        // Position in steps: 0 at the band's lower edge, 1 at its peak, 2 at its upper edge.
        double position = (mel((double) bin * HERTZ / POINTS) - low) / step - band;
        filters[band][bin] = Math.max(0, 1 - Math.abs(position - 1));
      }
    }
    for (int k = 0; k < COEFFICIENTS; k++) {
      double scale = StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / BANDS);
      for (int band = 0; band < BANDS; band++) {
        transform[k][band] = scale * StrictMath.cos(Math.PI * k * (band + 0.5) / BANDS);
      }
    }
  }

  private static double mel(double hertz) {
    return 2595 * StrictMath.log10(1 + hertz / 700);
  }

  /**
   * Computes the normalised coefficients.
   *
   * @param second {@link #HERTZ} samples of any scale
   * @return frame by frame, -1 to 1
   */
  float[] features(double[] second) {
    double[][] cepstrum = cepstrum(second);
    float[] features = new float[FRAMES * COEFFICIENTS];
    for (int k = 0; k < COEFFICIENTS; k++) {
      double sum = 0;
      for (double[] frame : cepstrum) {
        sum += frame[k];
      }
      double mean = sum / FRAMES;
      double squares = 0;
      for (double[] frame : cepstrum) {
        squares += (frame[k] - mean) * (frame[k] - mean);
      }
      double deviation = Math.max(LEAST_DEVIATION, StrictMath.sqrt(squares / FRAMES));
      for (int frame = 0; frame < FRAMES; frame++) {
        double value = (cepstrum[frame][k] - mean) / (DEVIATIONS * deviation);
        features[frame * COEFFICIENTS + k] = (float) Math.max(-1, Math.min(1, value));
      }
    }
    return features;
  }

  /** Returns the coefficients of each frame, before normalisation. */
  double[][] cepstrum(double[] second) {
    double[][] energies = new double[FRAMES][];
    double loudest = Double.MIN_NORMAL;
    for (int frame = 0; frame < FRAMES; frame++) {
      energies[frame] = energies(second, frame * HOP);
      for (double energy : energies[frame]) {
        loudest = Math.max(loudest, energy);
      }
    }
    double[][] cepstrum = new double[FRAMES][COEFFICIENTS];
    for (int frame = 0; frame < FRAMES; frame++) {
      double[] logarithms = new double[BANDS];
      for (int band = 0; band < BANDS; band++) {
        logarithms[band] = StrictMath.log(Math.max(energies[frame][band], FLOOR * loudest));
      }
      for (int k = 0; k < COEFFICIENTS; k++) {
        cepstrum[frame][k] = dot(transform[k], logarithms);
      }
    }
    return cepstrum;
  }

  private double[] energies(double[] second, int from) {
    double[] power = power(second, from);
    double[] energies = new double[BANDS];
    for (int band = 0; band < BANDS; band++) {
      energies[band] = dot(filters[band], power);
    }
    return energies;
  }

  /** Returns the power spectrum of one window, filled up with zeros to 256 points. */
  double[] power(double[] second, int from) {
    double[] real = new double[POINTS];
    double[] imaginary = new double[POINTS];
    for (int i = 0; i < WINDOW; i++) {
      // The order in which the butterflies want their inputs: bits reversed.
      real[Integer.reverse(i) >>> Integer.numberOfLeadingZeros(POINTS - 1)] =
          window[i] * second[from + i];
    }
    transform(real, imaginary);
    double[] power = new double[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
    }
    return power;
  }

  /** The fast Fourier transform, in place: radix 2, decimation in time (Cooley and Tukey 1965). */
  private void transform(double[] real, double[] imaginary) {
    for (int half = 1; half < POINTS; half *= 2) {
      int stride = POINTS / (2 * half);
      for (int i = 0; i < half; i++) {
        double c = cosine[i * stride];
        double s = sine[i * stride];
        for (int low = i; low < POINTS; low += 2 * half) {
          int high = low + half;
          double re = c * real[high] + s * imaginary[high];
          double im = c * imaginary[high] - s * real[high];
          real[high] = real[low] - re;
          imaginary[high] = imaginary[low] - im;
          real[low] += re;
          imaginary[low] += im;
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
