from flows.schedules import deployments


def test_every_parameter_of_a_deployment_is_described_on_the_run_form() -> None:
    undescribed = [
        f"{deployment.flow_name}: {name}"
        for deployment in deployments()
        for name, schema in deployment._parameter_openapi_schema.properties.items()
        if not schema.get("description")
    ]
    assert undescribed == []


def test_one_run_of_a_deployment_at_a_time() -> None:
    assert {deployment.concurrency_limit for deployment in deployments() if deployment.schedules} == {1}
