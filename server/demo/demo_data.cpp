// The provider's people, and all clients one after the other.
#include "server/demo/demo_data.hpp"

#include <algorithm>

#include "server/demo/demo_client.hpp"

namespace countersign {

namespace {

DemoPerson staff(DemoWorld& world, std::string name, Role role, std::string login, std::string phone) {
    DemoPerson person = world.person(std::move(name), role, std::move(login));
    person.phone = std::move(phone);
    return person;
}

DemoProvider kwarcyt_it(DemoWorld& world) {
    return {"Kwarcyt IT sp. z o.o.",
            "ul. Szeląg 12, 61-626 Poznań",
            "9721300417",
            staff(world, "Łukasz Świerk", Role::technician, "technician", "601 555 011"),
            staff(world, "Żaneta Gąsior", Role::technician, "technician2", "601 555 012"),
            staff(world, "Agnieszka Brzęk", Role::account_manager, "manager", "601 555 010"),
            staff(world, "Michał Jaźwiec", Role::administrator, "admin", "601 555 019")};
}

}  // namespace

Result<void, Failure> make_demo_data(EventStore& events, AccountStore& accounts, const std::string& password_hash,
                                     const DemoSettings& settings) {
    std::vector<DemoPerson> people;
    std::optional<std::string> problem;
    auto written = events.write([&](EventWriter& writer) {
        DemoWorld world(writer, settings.now, settings.seed);
        const DemoProvider provider = kwarcyt_it(world);
        people = {provider.technician, provider.other_technician, provider.manager, provider.administrator};
        for (const auto& client : {drukarnia_jaskolka, przychodnia_lakowa, nordlys_fiskehandel, pekarna_u_reky}) {
            for (DemoPerson& person : play_client(world, provider, client(world))) people.push_back(std::move(person));
        }
        world.run();
        problem = world.problem();
    });
    if (!written) return written;
    if (problem) return Error{Failure{"failure.demo", "make demo data", {}, *problem}};
    // She looks after all of them, so she may invite their people.
    DemoPerson& manager = people[2];
    for (const DemoPerson& person : people) {
        for (const OrganisationId& id : person.actor.organisations) {
            auto& own = manager.actor.organisations;
            if (&person != &manager && std::find(own.begin(), own.end(), id) == own.end()) own.push_back(id);
        }
    }
    for (const DemoPerson& person : people) {
        if (person.login.empty()) continue;
        auto added = accounts.add({person.actor, person.login, password_hash});
        if (!added) return Error{added.error()};
    }
    return {};
}

}  // namespace countersign
