import MarketData
import Runtime

/// How the rows are computed.
extension TopReport {
    static func sources(_ rates: MetricRates?, _ pace: Pace) -> [Source] {
        var venues: Set<String> = []
        let known = rates?.after.samples(of: "tapedeck_frames_total").compactMap { sample in
            sample.labels["venue"].flatMap { venue in
                sample.labels["source"].map { TopicCounts.Source(venue: venue, source: $0) }
            }
        }
        // Only the producer reports a source that is connected but silent.
        return Set(pace.after.counts.sources.keys).union(known ?? []).sorted {
            ($0.venue, $0.source) < ($1.venue, $1.source)
        }.map { source in
            let labels = ["venue": source.venue, "source": source.source]
            let frames = pace.framesPerSecond(source)
            let connections = rates?.after.sum(of: "tapedeck_open_connections", where: labels)
            return Source(
                venue: source.venue, source: source.source, framesPerSecond: frames.count,
                bytesPerSecond: frames.bytes, connections: connections,
                disconnects: rates?.after.sum(of: "tapedeck_disconnects_total", where: labels)
                    ?? connections.map { _ in 0 },
                documentsPerSecond: venues.insert(source.venue).inserted
                    ? pace.documentsPerSecond(ofVenue: source.venue) : nil)
        }
    }

    static func service(_ name: String, _ rates: MetricRates?, lag: Int64?) -> Service {
        guard let rates else { return Service(name: name, isUp: false, lag: lag) }
        // The service's own lag is more accurate than its commits: the archiver's commits wait for complete files.
        let ownLag = rates.after.sum(of: "tapedeck_consumer_lag_records").flatMap { Int64(exactly: $0.rounded()) }
        return Service(
            name: name, isUp: true,
            // The producer receives and forwards frames, and the normalizer converts them to documents.
            inPerSecond: rates.perSecond("tapedeck_documents_in_total") ?? rates.perSecond("tapedeck_frames_total"),
            outPerSecond: rates.perSecond("tapedeck_documents_total")
                ?? rates.perSecond("tapedeck_redis_markets_total") ?? rates.perSecond("tapedeck_archive_rows_total"),
            duplicatesPerSecond: rates.perSecond("tapedeck_duplicates_total"),
            // The counters of a venue and of a reason are created when they are first incremented.
            gaps: rates.after.sum(of: "tapedeck_gaps_total") ?? (name == ServiceDeclaration.dedup.name ? 0 : nil),
            deadLetters: rates.after.sum(of: "tapedeck_dead_letters_total")
                ?? (ServiceRegistry.service(named: name)?.hasDeadLetters == true ? 0 : nil), lag: ownLag ?? lag,
            processor: rates.perSecond("process_cpu_seconds_total"),
            memory: rates.after.sum(of: "process_resident_memory_bytes"))
    }

    static func markets(_ sample: TopSample, _ pace: Pace) -> [Market] {
        let quotes = sample.markets ?? []
        var keys = Set(sample.counts.markets.keys)
        var rows = quotes.map { quote in
            let key = quote.market.description
            keys.remove(key)
            return market(key, quote, sample, pace)
        }
        rows += keys.map { key in market(key, nil, sample, pace) }
        return rows.sorted {
            ($1.documentsPerSecond, $0.market) < ($0.documentsPerSecond, $1.market)
        }
    }

    private static func market(_ key: String, _ quote: MarketQuote?, _ sample: TopSample, _ pace: Pace) -> Market {
        let count = sample.counts.markets[key] ?? TopicCounts.Count()
        let removed = Double(max(0, count.normalized - count.market))
        return Market(
            market: key, documentsPerSecond: pace.documentsPerSecond(key),
            duplicates: count.normalized == 0 ? nil : removed / Double(count.normalized), gaps: count.gaps,
            bid: quote?.bid ?? "", ask: quote?.ask ?? "", spread: quote.flatMap(spread), state: quote?.state ?? "",
            age: quote?.receiveTime.map {
                Timestamp(nanoseconds: sample.time).nanoseconds(since: Timestamp(nanoseconds: $0))
            })
    }

    private static func spread(_ quote: MarketQuote) -> Double? {
        guard let bid = Double(quote.bid), let ask = Double(quote.ask), bid + ask > 0 else { return nil }
        return (ask - bid) / ((ask + bid) / 2) * 10_000
    }
}
