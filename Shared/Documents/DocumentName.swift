public import MarketData

/// An enumeration whose cases have names in documents.
public protocol DocumentName: CaseIterable {
    /// The case's name in documents.
    var documentName: StaticString { get }
}

extension AggressorSide: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .buy: "buy"
        case .sell: "sell"
        case .unknown: "unknown"
        }
    }
}

extension TradeKind: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .market: "market"
        case .liquidation: "liquidation"
        case .block: "block"
        case .insurance: "insurance"
        case .adl: "adl"
        }
    }
}

extension Side: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .bid: "bid"
        case .ask: "ask"
        }
    }
}

extension OrderChange.Action: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .add: "add"
        case .modify: "modify"
        case .remove: "remove"
        case .match: "match"
        }
    }
}

extension SequenceRule: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .contiguous: "contiguous"
        case .chained: "chained"
        case .increasing: "increasing"
        case .none: "none"
        }
    }
}

extension SnapshotPlace: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .inStream: "in_stream"
        case .beside: "beside"
        }
    }
}

extension Ticker.Unit: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .base: "base"
        case .quote: "quote"
        case .contracts: "contracts"
        }
    }
}

extension Liquidation.PositionSide: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .long: "long"
        case .short: "short"
        }
    }
}

extension Liquidation.PriceKind: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .bankruptcy: "bankruptcy"
        case .fill: "fill"
        case .average: "average"
        }
    }
}

extension InstrumentDefinition.OptionType: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .call: "call"
        case .put: "put"
        }
    }
}

extension Status.Severity: DocumentName {
    /// The name in documents.
    public var documentName: StaticString {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }
}
