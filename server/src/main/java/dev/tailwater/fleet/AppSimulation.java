package dev.tailwater.fleet;

/** One app, running: its dynos, its visitors, its add-ons, and the drain they all write to. */
final class AppSimulation {
  static final long SECOND = 1_000_000;

  private static final Heading API = new Heading(Heading.API, Heading.Time.MICROS, "app", "api");
  private static final Heading API_ON_SECOND =
      new Heading(Heading.API, Heading.Time.SECONDS_WITH_ZEROS, "app", "api");

  final AppProfile profile;
  final Dice dice;
  final Agenda agenda = new Agenda();
  final DrainBuffer log;
  final RuntimeMetrics metrics;
  final DynoManager dynos;
  final Traffic traffic;
  final PlatformApi api;
  final AddOns addOns;
  private final double loadPerBusyDyno;

  AppSimulation(
      AppProfile profile, DrainBuffer log, Dice dice, int appNumber, long start, Volume volume) {
    this.profile = profile;
    this.log = log;
    this.dice = dice;
    this.metrics = new RuntimeMetrics(this, appNumber);
    this.dynos = new DynoManager(this, profile.formation().grown(volume.dynoGrowth()));
    this.traffic = new Traffic(this, volume.requestsPerDay() * profile.requestShare());
    this.api = new PlatformApi(this);
    this.addOns = new AddOns(this);
    this.loadPerBusyDyno = volume.loadPerBusyDyno();
    dynos.alreadyRunning(start);
    traffic.begin(start);
    new Jobs(this, volume.requestsPerDay() * profile.jobShare()).begin(start);
    addOns.begin(start);
    profile.calendar().begin(this, start);
  }

  /** A line of the dyno manager about a dyno. */
  void platform(Dyno dyno, long micros, String text) {
    log.begin(dyno.platform, micros).text(text);
    log.endLine();
  }

  /** A line that a dyno's process prints. */
  void output(Dyno dyno, long micros, String text) {
    log.begin(dyno.output, micros).text(text);
    log.endLine();
  }

  /** An event of the platform API. Such messages come without a newline. */
  void api(long micros, String text) {
    log.begin(API, micros).text(text);
    log.end();
  }

  /** A build event: its clock has whole seconds, printed with six zeros. */
  void apiOnSecond(long micros, String text) {
    log.begin(API_ON_SECOND, micros).text(text);
    log.end();
  }

  /** How much a dyno's load rises when it works all the time. */
  double loadOfBusyness(Dyno dyno, double busy) {
    return loadPerBusyDyno * busy * dice.between(.8, 1.25) / dyno.type.size().quotaMegabytes * 512;
  }

  String anyUser() {
    return dice.pick(profile.users());
  }
}
