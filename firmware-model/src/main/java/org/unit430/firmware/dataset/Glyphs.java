package org.unit430.firmware.dataset;

import static org.unit430.firmware.dataset.Stroke.curve;
import static org.unit430.firmware.dataset.Stroke.line;

import java.util.List;

/**
 * How people write the digits: for each digit its usual forms, as strokes in a box from (0, 0) top
 * left to (1, 1) bottom right. A form that stands twice is drawn twice as often.
 */
final class Glyphs {
  private static final List<List<List<Stroke>>> FORMS =
      List.of(zero(), one(), two(), three(), four(), five(), six(), seven(), eight(), nine());

  private Glyphs() {}

  /** Returns the forms of a digit, each a list of strokes. */
  static List<List<Stroke>> of(int digit) {
    return FORMS.get(digit);
  }

  private static List<List<Stroke>> zero() {
    return List.of(
        List.of(
            curve(.5, 0, .12, .18, .04, .5, .14, .83, .5, 1, .87, .82, .96, .5, .85, .16, .5, 0)),
        List.of(curve(.62, .03, .25, .12, .05, .5, .3, .95, .7, .92, .95, .45, .75, .05, .4, .1)));
  }

  private static List<List<Stroke>> one() {
    List<Stroke> bare = List.of(line(.5, 0, .5, 1));
    List<Stroke> withFlag = List.of(line(.25, .22, .55, 0, .55, 1));
    List<Stroke> withBase = List.of(line(.25, .22, .55, 0, .55, 1), line(.2, 1, .88, 1));
    return List.of(bare, bare, withFlag, withBase);
  }

  private static List<List<Stroke>> two() {
    return List.of(
        List.of(
            curve(.08, .25, .3, .03, .7, .03, .9, .25, .7, .55, .3, .85, .05, 1),
            line(.05, 1, .95, .98)),
        List.of(
            curve(
                .1, .2, .4, 0, .8, .12, .8, .4, .5, .75, .2, .97, .05, .88, .2, .76, .5, .9, .95,
                .97)));
  }

  private static List<List<Stroke>> three() {
    List<Stroke> round =
        List.of(
            curve(.1, .12, .45, 0, .82, .15, .75, .4, .4, .48),
            curve(.4, .48, .8, .55, .92, .78, .55, 1, .08, .88));
    List<Stroke> flatTop =
        List.of(
            line(.12, .03, .85, .03, .42, .42),
            curve(.42, .42, .85, .5, .92, .78, .55, 1, .08, .9));
    return List.of(round, round, flatTop);
  }

  private static List<List<Stroke>> four() {
    return List.of(
        List.of(line(.2, 0, .1, .55, .95, .55), line(.72, .1, .68, 1)),
        List.of(line(.7, 1, .7, 0, .05, .65, .98, .65)),
        List.of(curve(.15, 0, .12, .35, .3, .52, .8, .45), line(.85, 0, .8, .5, .75, 1)));
  }

  private static List<List<Stroke>> five() {
    List<Stroke> withBar =
        List.of(
            line(.88, .02, .25, .02, .18, .42),
            curve(.18, .42, .55, .36, .92, .6, .75, .93, .4, 1, .08, .9));
    List<Stroke> inOneGo =
        List.of(curve(.85, .05, .35, .05, .2, .3, .5, .45, .85, .65, .7, .95, .1, .95));
    return List.of(withBar, withBar, inOneGo);
  }

  private static List<List<Stroke>> six() {
    return List.of(
        List.of(
            curve(.7, 0, .3, .25, .08, .65, .25, .97, .7, .97, .88, .72, .6, .5, .2, .6, .1, .72)),
        List.of(curve(.45, 0, .2, .4, .12, .75, .4, 1, .75, .88, .7, .62, .4, .58, .15, .75)));
  }

  private static List<List<Stroke>> seven() {
    List<Stroke> bare = List.of(line(.05, .05, .92, .05, .4, 1));
    List<Stroke> crossed = List.of(line(.05, .05, .92, .05, .4, 1), line(.35, .5, .85, .5));
    List<Stroke> curved =
        List.of(line(.05, .17, .1, .03, .9, .03), curve(.9, .03, .6, .45, .45, 1));
    return List.of(bare, crossed, curved);
  }

  private static List<List<Stroke>> eight() {
    List<Stroke> inOneGo =
        List.of(
            curve(
                .85, .12, .5, 0, .15, .15, .25, .38, .7, .6, .85, .82, .5, 1, .12, .85, .25, .6, .7,
                .38, .85, .12));
    List<Stroke> twoRings =
        List.of(
            curve(.5, 0, .2, .1, .2, .35, .5, .46, .8, .35, .8, .1, .5, 0),
            curve(.5, .46, .1, .6, .1, .88, .5, 1, .9, .88, .9, .6, .5, .46));
    return List.of(inOneGo, inOneGo, twoRings);
  }

  private static List<List<Stroke>> nine() {
    return List.of(
        List.of(
            curve(.87, .15, .5, 0, .12, .2, .25, .48, .65, .45, .87, .15), line(.87, .1, .8, 1)),
        List.of(
            curve(.87, .15, .5, 0, .12, .2, .25, .48, .65, .45, .87, .15),
            curve(.87, .1, .85, .6, .65, .95, .2, .95)));
  }
}
