package org.unit430.trainer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Sha256;

/**
 * The file in which an interrupted training run finds where it stood. It belongs to one identity
 * (start, plan and data); for any other it does not exist.
 *
 * @param file where it is
 */
record Checkpoint(Path file) {

  /** Returns what tells training runs apart. */
  static String identity(Network start, TrainingPlan plan, Dataset training, Dataset validation) {
    String parts =
        String.join(
            "\n",
            Sha256.hex(TrainedNetwork.bytes(start)),
            plan.toString(),
            training.sha256(),
            validation.sha256());
    return Sha256.hex(parts.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the saved state.
   *
   * @param identity of the run
   * @param start the state to use if there is no file, or one of another run
   * @throws UncheckedIOException if there is a file that cannot be read
   */
  TrainingState load(String identity, TrainingState start) {
    if (!Files.exists(file)) {
      return start;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!in.readUTF().equals(identity)) {
        return start;
      }
      int epoch = in.readInt();
      List<float[]> parameters = readTensors(in, start.parameters());
      List<float[]> velocities = readTensors(in, start.parameters());
      List<float[]> masks = readTensors(in, start.parameters());
      int bestEpoch = in.readInt();
      int bestCorrect = in.readInt();
      List<float[]> bestParameters = readTensors(in, start.parameters());
      return new TrainingState(
          epoch,
          parameters,
          velocities,
          masks,
          new TrainingState.Best(bestEpoch, bestCorrect, bestParameters));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": not a usable checkpoint; delete it to start over", e));
    }
  }

  /** Saves a state; an interruption leaves the file as it was before or after, never between. */
  void save(String identity, TrainingState state) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling(file.getFileName() + ".new");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
        out.writeUTF(identity);
        out.writeInt(state.epoch());
        writeTensors(out, state.parameters());
        writeTensors(out, state.velocities());
        writeTensors(out, state.masks());
        out.writeInt(state.best().epoch());
        out.writeInt(state.best().correct());
        writeTensors(out, state.best().parameters());
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the file, once what it was for is done. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeTensors(DataOutputStream out, List<float[]> tensors) throws IOException {
    for (float[] tensor : tensors) {
      for (float value : tensor) {
        out.writeFloat(value);
      }
    }
  }

  private static List<float[]> readTensors(DataInputStream in, List<float[]> like)
      throws IOException {
    List<float[]> tensors = new ArrayList<>();
    for (float[] model : like) {
      float[] tensor = new float[model.length];
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] = in.readFloat();
      }
      tensors.add(tensor);
    }
    return tensors;
  }
}
