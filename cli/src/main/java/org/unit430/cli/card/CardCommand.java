package org.unit430.cli.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.unit430.cli.CalibrationOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.cli.PercentileOption;
import org.unit430.cli.WorkloadOption;
import org.unit430.cli.compare.MethodList;
import org.unit430.firmware.build.FirmwareDoesNotFitException;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.simulator.device.MemoryKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 card}: the figures of a workload's model card, from the data themselves. */
@Command(
    name = "card",
    mixinStandardHelpOptions = true,
    description =
        "Prints the model card of a workload's two networks: data and splits with their"
            + " fingerprints, how they were trained, size, sparsity, and accuracy over the whole"
            + " test split in float and in 16-bit fixed point, with 95 %% Wilson intervals, and the"
            + " bytes that firmware takes of the device's memory.")
public final class CardCommand implements Callable<Integer> {
  static final String SCHEMA = "unit430.card/1";

  /** The order in which the manifest's fingerprint takes the test inputs. */
  private static final long MANIFEST_ORDER = 430;

  private static final double PERCENT = 100;

  @Mixin private WorkloadOption workload = new WorkloadOption();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Mixin private PercentileOption percentile = new PercentileOption();

  @Option(
      names = "--methods",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "dense,unit:shift,ttp-dense,ttp-csr",
      description =
          "Methods whose firmware is measured, of the network and of its twin (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> methods = List.of();

  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Method> chosen = MethodList.parse(methods);
    for (Method method : chosen) {
      CommandFailure.require(
          !method.isByLayer(),
          "--methods: a card has no search that chooses methods for '%s'; name one, or use compare"
              .formatted(method.name()));
    }
    try {
      Workload source = workload.source();
      Dataset formats = source.calibration(calibration.count());
      Dataset test = source.test(source.size(Split.TEST), MANIFEST_ORDER);
      List<NetworkCard> cards =
          Stream.of(Weights.values())
              .map(
                  weights ->
                      NetworkCard.of(
                          weights == Weights.UNPRUNED ? source.network() : source.prunedNetwork(),
                          test,
                          formats,
                          source.signedInput(),
                          percentile.percentile(),
                          chosen.stream().filter(m -> m.weights() == weights).toList()))
              .toList();
      String hash = test.sha256();
      json.print(spec, () -> document(source, hash, cards), () -> text(source, hash, cards));
      return ExitCode.OK;
    } catch (DatasetException | FirmwareDoesNotFitException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private ObjectNode document(Workload source, String hash, List<NetworkCard> cards) {
    NetworkManifest.Data trained = cards.get(0).entry().data();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document.put("workload", source.name());
    document.put("input", source.input().toString());
    document.put("classes", source.classes());
    document.put("calibrationInputs", calibration.count());
    ObjectNode splits = document.putObject("splits");
    for (Split split : Split.values()) {
      splits.put(name(split), source.size(split));
    }
    document
        .putObject("sha256")
        .put("training", trained.training())
        .put("validation", trained.validation())
        .put("test", hash)
        .put("testIsTheManifests", hash.equals(trained.test()));
    ArrayNode networks = document.putArray("networks");
    cards.forEach(card -> card.write(networks.addObject()));
    document.put("device", DeviceSize.DEVICE.name());
    ArrayNode sizes = document.putArray("sizes");
    cards.stream()
        .flatMap(card -> card.sizes().stream())
        .forEach(size -> size.write(sizes.addObject()));
    return document;
  }

  private static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  /** A line of the card. */
  private record Line(String label, List<String> cells) {}

  private String text(Workload source, String hash, List<NetworkCard> cards) {
    NetworkManifest.Entry entry = cards.get(0).entry();
    StringBuilder text = new StringBuilder();
    text.append(
        "workload   %s, input %s, %s, %d classes\n"
            .formatted(
                source.name(),
                source.input(),
                source.signedInput() ? "-1 to 1" : "0 to 1",
                source.classes()));
    List<String> sizes = new ArrayList<>();
    for (Split split : Split.values()) {
      sizes.add("%s %,d".formatted(name(split), source.size(split)));
    }
    text.append("splits     %s\n".formatted(String.join(", ", sizes)));
    text.append(
        "sha256     training %.12s, validation %.12s, test %.12s%s\n"
            .formatted(
                entry.data().training(),
                entry.data().validation(),
                hash,
                hash.equals(entry.data().test())
                    ? ""
                    : " (not the %.12s of the manifest)".formatted(entry.data().test())));
    text.append("trained    %s, seed %d\n".formatted(entry.command(), entry.seed()));
    text.append("\n");
    List<Line> lines =
        List.of(
            line(
                cards,
                "epoch kept",
                c -> "%d of %d".formatted(c.entry().epoch(), c.entry().epochs())),
            line(cards, "MACs", card -> "%,d".formatted(card.macs())),
            line(
                cards,
                "MACs, with outputs that pooling drops",
                card -> "%,d".formatted(card.macsOfAllOutputs())),
            line(cards, "weights", card -> "%,d".formatted(card.entry().weights().total())),
            line(
                cards,
                "zero weights",
                card ->
                    "%,d = %.1f %%"
                        .formatted(
                            card.entry().weights().zero(),
                            PERCENT * card.entry().weights().sparsity())),
            line(cards, "file, bytes", card -> "%,d".formatted(card.fileBytes())),
            line(cards, "file, sha256", card -> "%.12s".formatted(card.entry().sha256())),
            line(cards, "validation, float", card -> NetworkCard.text(card.entry().validation())),
            line(cards, "test, float", card -> NetworkCard.text(card.floating())),
            line(cards, "test, 16-bit", card -> NetworkCard.text(card.fixed())),
            line(cards, "same class in both", card -> "%,d".formatted(card.agreements())));
    String table =
        AsciiTable.builder()
            .border(AsciiTable.NO_BORDERS)
            .lineSeparator("\n")
            .data(lines, List.of(left("").with(Line::label), column(cards, 0), column(cards, 1)))
            .asString();
    table.lines().map(String::stripTrailing).forEach(line -> text.append(line).append("\n"));
    text.append(
        "\nBytes on the %s, of %,d FRAM and %,d SRAM; SRAM at its peak, stack included\n"
            .formatted(
                DeviceSize.DEVICE.name(),
                DeviceSize.DEVICE.bytes(MemoryKind.FRAM),
                DeviceSize.DEVICE.bytes(MemoryKind.SRAM)));
    sizes(cards).lines().map(String::stripTrailing).forEach(l -> text.append(l).append("\n"));
    return text.toString();
  }

  private static String sizes(List<NetworkCard> cards) {
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .lineSeparator("\n")
        .data(
            cards.stream().flatMap(card -> card.sizes().stream()).toList(),
            List.of(
                left("network").with(DeviceSize::network),
                left("method").with(DeviceSize::method),
                right("FRAM").with(size -> "%,d".formatted(size.framBytes())),
                right("weights, biases").with(size -> "%,d".formatted(size.weightBytes())),
                right("code, tables").with(size -> "%,d".formatted(size.otherFramBytes())),
                right("SRAM").with(size -> "%,d".formatted(size.ramBytes()))))
        .asString();
  }

  private static Column left(String header) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT);
  }

  private static Column right(String header) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT);
  }

  private static ColumnData<Line> column(List<NetworkCard> cards, int index) {
    return right(cards.get(index).entry().name()).with(line -> line.cells().get(index));
  }

  private static Line line(
      List<NetworkCard> cards, String label, Function<NetworkCard, String> cell) {
    return new Line(label, cards.stream().map(cell).toList());
  }
}
