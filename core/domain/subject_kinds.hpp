// SubjectKinds: every kind of subject there is, with its state, its events and its commands. Only what must know all of them includes this:
// reading, folding and deciding by kind.
#pragma once

#include "core/domain/agreement.hpp"
#include "core/domain/asset_card.hpp"
#include "core/domain/attachment.hpp"
#include "core/domain/commercial_agreement.hpp"
#include "core/domain/complaint.hpp"
#include "core/domain/contingency_plan.hpp"
#include "core/domain/control.hpp"
#include "core/domain/device_key.hpp"
#include "core/domain/hours_account.hpp"
#include "core/domain/incident.hpp"
#include "core/domain/organisation.hpp"
#include "core/domain/outage.hpp"
#include "core/domain/proposal.hpp"
#include "core/domain/remote_session.hpp"
#include "core/domain/repair.hpp"
#include "core/domain/review_meeting.hpp"
#include "core/domain/risk.hpp"
#include "core/domain/settlement.hpp"
#include "core/domain/software_product.hpp"
#include "core/domain/software_update.hpp"
#include "core/domain/supplier_case.hpp"
#include "core/domain/ticket.hpp"
#include "core/domain/visit.hpp"
#include "core/domain/work_record.hpp"
#include "core/domain/yearly_plan.hpp"

namespace countersign {

/// A kind of subject: its state, its events, its commands.
template <typename StateType, typename EventType, typename CommandType>
struct SubjectKind {
    using State = StateType;
    using Event = EventType;
    using Command = CommandType;
};

template <typename... Kinds>
struct SubjectKindList {
    /// Calls handler(kind) with a default SubjectKind of each until one answers true; answers whether one did.
    template <typename Handler>
    static bool find(const Handler& handler) {
        return (handler(Kinds{}) || ...);
    }
};

/// Every kind of subject there is: whoever adds one adds it here.
using SubjectKinds = SubjectKindList<
    SubjectKind<Organisation, OrganisationEvent, OrganisationCommand>,           //
    SubjectKind<Agreement, AgreementEvent, AgreementCommand>,                    //
    SubjectKind<Ticket, TicketEvent, TicketCommand>,                             //
    SubjectKind<Visit, VisitEvent, VisitCommand>,                                //
    SubjectKind<WorkRecord, WorkRecordEvent, WorkRecordCommand>,                 //
    SubjectKind<Repair, RepairEvent, RepairCommand>,                             //
    SubjectKind<SupplierCase, SupplierCaseEvent, SupplierCaseCommand>,           //
    SubjectKind<Control, ControlEvent, ControlCommand>,                          //
    SubjectKind<Complaint, ComplaintEvent, ComplaintCommand>,                    //
    SubjectKind<Proposal, ProposalEvent, ProposalCommand>,                       //
    SubjectKind<SoftwareUpdate, SoftwareUpdateEvent, SoftwareUpdateCommand>,     //
    SubjectKind<ReviewMeeting, ReviewMeetingEvent, ReviewMeetingCommand>,        //
    SubjectKind<AssetCard, AssetCardEvent, AssetCardCommand>,                    //
    SubjectKind<SoftwareProduct, SoftwareProductEvent, SoftwareProductCommand>,  //
    SubjectKind<Risk, RiskEvent, RiskCommand>,                                   //
    SubjectKind<ContingencyPlan, ContingencyPlanEvent, ContingencyPlanCommand>,  //
    SubjectKind<Incident, IncidentEvent, IncidentCommand>,                       //
    SubjectKind<Outage, OutageEvent, OutageCommand>,                             //
    SubjectKind<CommercialAgreement, CommercialAgreementEvent, CommercialAgreementCommand>,
    SubjectKind<HoursAccount, HoursAccountEvent, HoursAccountCommand>, SubjectKind<Settlement, SettlementEvent, SettlementCommand>,
    SubjectKind<YearlyPlan, YearlyPlanEvent, YearlyPlanCommand>, SubjectKind<RemoteSession, RemoteSessionEvent, RemoteSessionCommand>,
    SubjectKind<DeviceKey, DeviceKeyEvent, DeviceKeyCommand>, SubjectKind<Attachment, AttachmentEvent, AttachmentCommand>>;

}  // namespace countersign
