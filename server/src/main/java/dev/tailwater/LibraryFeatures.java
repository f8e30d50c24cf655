package dev.tailwater;

import dev.tailwater.account.Accounts;
import dev.tailwater.account.HealthEventRoutes;
import dev.tailwater.account.Metadata;
import dev.tailwater.account.Policies;
import dev.tailwater.account.PolicyRoutes;
import dev.tailwater.account.Sources;
import dev.tailwater.app.AppInstallRoutes;
import dev.tailwater.app.AppInstanceRoutes;
import dev.tailwater.app.AppInstances;
import dev.tailwater.app.AppRoutes;
import dev.tailwater.app.Catalog;
import dev.tailwater.app.ClassicAppRoutes;
import dev.tailwater.content.ContentRoutes;
import dev.tailwater.content.FolderRoutes;
import dev.tailwater.content.Jobs;
import dev.tailwater.content.Library;
import dev.tailwater.dashboard.DashboardRoutes;
import dev.tailwater.dashboard.PublicDashboardRoutes;
import dev.tailwater.dashboard.PublicLinkRoutes;
import dev.tailwater.dashboard.PublicLinks;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.report.ReportRoutes;
import dev.tailwater.search.PublicQueries;
import io.helidon.webserver.http.HttpService;
import java.time.Clock;
import java.util.List;

/** What stands on the metadata alone: the library, the dashboards and apps in it, their links. */
final class LibraryFeatures {
  private final Library library;
  private final Catalog catalog;
  private final AppInstances apps;
  private final Policies policies;
  private final PublicLinks links;
  private final Clock clock;

  LibraryFeatures(Metadata metadata, Sources sources, Catalog catalog, Clock clock) {
    this.library = new Library(metadata, clock);
    this.catalog = catalog;
    this.apps = new AppInstances(catalog, library, sources);
    this.policies = new Policies(metadata);
    this.links = new PublicLinks(metadata, policies);
    this.clock = clock;
  }

  /** The apps of accounts; new accounts get some. */
  AppInstances apps() {
    return apps;
  }

  /** The features for users of accounts. */
  List<HttpService> services(
      Accounts accounts, Authentication authentication, PublicAddress address) {
    Jobs jobs = new Jobs(clock);
    return List.of(
        new DashboardRoutes(library, accounts, authentication),
        new FolderRoutes(library, accounts, jobs, authentication),
        new ContentRoutes(library, accounts, jobs, authentication),
        new AppInstanceRoutes(catalog, apps, authentication),
        new AppRoutes(catalog, apps, authentication),
        new AppInstallRoutes(catalog, apps, accounts, jobs, authentication),
        new ClassicAppRoutes(catalog, apps, library, accounts, jobs, authentication),
        new PolicyRoutes(policies, authentication),
        new HealthEventRoutes(authentication),
        new PublicLinkRoutes(links, library, accounts, authentication, address, clock));
  }

  /** Dashboards as files; closing stops what is drawn. */
  ReportRoutes reports(QueryRunner queries, Authentication authentication) {
    return new ReportRoutes(library, queries, authentication, clock);
  }

  /** The feature for people without an account. */
  HttpService publicService(PublicQueries queries) {
    return new PublicDashboardRoutes(links, library, queries, clock);
  }
}
